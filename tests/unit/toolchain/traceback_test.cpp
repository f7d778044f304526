#include <catch2/catch_test_macros.hpp>

#include "toolchain/go/traceback.h"

using namespace assay::toolchain;

TEST_CASE("A panic is told with the learner's own line") {
    const auto found = readTraceback(
        "some output\npanic: runtime error: index out of range [5] with length 3 [recovered, repanicked]\n\ngoroutine 7 [running]:\n"
        "testing.tRunner.func1.2(...)\n\ttesting/testing.go:1 +0x1\ncourse/p/ex.Get(...)\n\tcourse/p/ex/get.go:12 +0x1d\n",
        "course/p/ex", {"get.go"});
    REQUIRE(found);
    CHECK(found->kind == "index out of range");
    CHECK(found->file == "get.go");
    CHECK(found->line == 12);
    CHECK_FALSE(found->fatal);
}

TEST_CASE("Fatal errors: deadlock, memory, stack, threads") {
    CHECK(readTraceback("fatal error: all goroutines are asleep - deadlock!\n", "c", {})->kind == "deadlock: all goroutines are asleep");
    CHECK(readTraceback("fatal error: runtime: out of memory\n", "c", {})->outOfMemory);
    CHECK(readTraceback("fatal error: runtime: cannot allocate memory\n", "c", {})->outOfMemory);
    CHECK(readTraceback("runtime: goroutine stack exceeds 1000000000-byte limit\nfatal error: stack overflow\n", "c", {})->kind == "stack overflow");
    CHECK(readTraceback("==1==ERROR: ThreadSanitizer failed to allocate 0x1000\n", "c", {})->outOfMemory);
    CHECK_FALSE(readTraceback("nothing of the kind: panic: in the middle of a line", "c", {}));
}

TEST_CASE("A signal that met the runtime itself is the end of memory, the words alone are not") {
    const auto found = readTraceback("SIGSEGV: segmentation violation\nPC=0x43273d m=0 sigcode=1 addr=0x0\n\ngoroutine 0 gp=0x61a2a0 m=0 [idle]:\n", "c", {});
    REQUIRE(found);
    CHECK(found->fatal);
    CHECK(found->stacks);
    CHECK(found->outOfMemory);
    CHECK_FALSE(readTraceback("SIGSEGV: segmentation violation\nwas printed\n", "c", {}));
}

TEST_CASE("A race build that can start no thread says so in the C library's words, with stacks") {
    const auto found = readTraceback("runtime/cgo: pthread_create failed: Resource temporarily unavailable\nSIGABRT: abort\n\ngoroutine 1 [running]:\n", "c", {});
    REQUIRE(found);
    CHECK(found->outOfThreads);
    CHECK(found->fatal);
    CHECK(found->stacks);
    CHECK_FALSE(readTraceback("fatal error: something that was only printed\n", "c", {})->stacks);
}

TEST_CASE("Places of other files are not the learner's") {
    const auto found = readTraceback("panic: boom\n\tcourse/p/ex/secret_test.go:3 +0x1\n\t/etc/passwd:1 +0x1\n", "course/p/ex", {"get.go"});
    REQUIRE(found);
    CHECK(found->file.empty());
    CHECK(ownFile("course/p/ex/get.go", "course/p/ex", {"get.go"}) == "get.go");
    CHECK(ownFile("course/p/exx/get.go", "course/p/ex", {"get.go"}).empty());
}
