#include <catch2/catch_test_macros.hpp>
#include "sandbox/sandbox.h"
#include "base/paths.h"
using namespace assay::sandbox;
TEST_CASE("hello"){
  auto s = makeLinuxSandbox({});
  Request r; r.argv={"/h","lines","x"}; r.mounts={{assay::base::executableFolder()/"../bin/assay-probe","/h",false}};
  for (auto l : {Level::Full,Level::Reduced,Level::None}) {
  r.level=l;
  Observer o; auto out = s->run(r,o);
  if(!out) FAIL(assay::base::describe(out.error()));
  INFO(out->err.kept);
  CHECK(out->end==End::Exited); CHECK(out->exitCode==0); CHECK(out->signal==0);
  CHECK(out->out.kept=="in \n");
  }
}
