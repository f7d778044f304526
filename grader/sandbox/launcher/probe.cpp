#include "sandbox/launcher/launcher.h"
namespace assay::sandbox::launcher {
int probe(int, char**) { return 0; }
}  // namespace assay::sandbox::launcher
