// Theory of operation. One run is four processes:
//
//   grader ── supervisor ── bwrap ── init (process 1 of the pid namespace) ── the program
//
// The *supervisor* is this program outside the walls. It is a subreaper, so whatever bubblewrap leaves behind when it is
// killed at an unlucky moment becomes the supervisor's child; it ends when all its descendants have ended, and only then.
// *bwrap* makes the namespaces and the root that holds nothing but the request's mounts. *init* is this program again,
// inside: it mounts the private tmpfs (with an inode limit, which bubblewrap cannot set), starts the program, and reports
// exactly how that ended: bwrap's own exit status cannot tell an exit with 137 from a SIGKILL. When init ends, the kernel
// kills everything in the pid namespace, daemons too. Below level Full there is no bwrap, and supervisor and init are one.
//
// The *life-line* is a pipe whose write end only the grader holds. When it closes, because the grader wants the end or
// because it was killed, supervisor and init both end the run. (A parent-death signal alone is not enough: bubblewrap
// sets it only after its clone.)
//
// The program's process makes itself small in this order, each step relying on those before: limits, Landlock rules
// opened, capabilities and user dropped, no-new-privileges, Landlock entered, descriptors closed, system call filter, exec.
// That exec passes the filter because its path argument lies at an address which is drawn for this run alone: see
// syscall_filter.cpp.

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sandbox/launcher/launcher.h"

namespace assay::sandbox::launcher {

void send(const Message& message) {
    while (::send(statusFd, &message, sizeof message, MSG_NOSIGNAL) < 0 && errno == EINTR) {
    }
}

volatile bool gaveUp = false;

void giveUp(const char* what, const char* detail) {
    gaveUp = true;
    Message message;
    message.kind = MessageKind::Failed;
    message.value = errno;
    const char* parts[] = {what, *detail != 0 ? " " : "", detail};
    std::size_t used = 0;
    for (const char* part : parts)
        for (; *part != 0 && used + 1 < sizeof message.text; ++part)
            message.text[used++] = *part;
    send(message);
    _exit(1);
}

namespace {

class Reader {
  public:
    Reader(const char* at, std::size_t left) : m_at(at), m_left(left) {}
    Text next() {
        std::uint64_t size = 0;
        if (m_left < sizeof size) tooShort();
        memcpy(&size, m_at, sizeof size);
        m_at += sizeof size;
        m_left -= sizeof size;
        if (size >= m_left) tooShort();
        const Text text{m_at, static_cast<std::size_t>(size)};
        m_at += size + 1;
        m_left -= static_cast<std::size_t>(size) + 1;
        return text;
    }
    Text* list(std::uint64_t count) {
        if (count > m_left) tooShort();
        auto* texts = static_cast<Text*>(calloc(static_cast<std::size_t>(count) + 1, sizeof(Text)));
        if (texts == nullptr) giveUp("out of memory");
        for (std::uint64_t i = 0; i < count; ++i)
            texts[i] = next();
        return texts;
    }
    char** argumentList(std::uint64_t count) {
        const Text* texts = list(count);
        auto** pointers = static_cast<char**>(calloc(static_cast<std::size_t>(count) + 1, sizeof(char*)));
        if (pointers == nullptr) giveUp("out of memory");
        for (std::uint64_t i = 0; i < count; ++i)
            pointers[i] = const_cast<char*>(texts[i].bytes);
        return pointers;
    }

  private:
    [[noreturn]] static void tooShort() {
        errno = EBADMSG;
        giveUp("the orders are damaged");
    }
    const char* m_at;
    std::size_t m_left;
};

}  // namespace

Plan readOrders() {
    struct stat info {};
    if (fstat(ordersFd, &info) != 0) giveUp("no orders");
    const auto size = static_cast<std::size_t>(info.st_size);
    void* memory = size < sizeof(Orders) ? MAP_FAILED : mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, ordersFd, 0);
    if (memory == MAP_FAILED) giveUp("cannot read the orders");
    Plan plan;
    plan.orders = static_cast<Orders*>(memory);
    if (plan.orders->version != ordersVersion) {
        errno = EPROTO;
        giveUp("assay and assay-launcher are of different builds");
    }
    Reader reader(static_cast<const char*>(memory) + sizeof(Orders), size - sizeof(Orders));
    plan.bubblewrapArgv = reader.argumentList(plan.orders->bubblewrap);
    plan.give = reader.list(plan.orders->give);
    plan.rules = reader.list(plan.orders->rules);
    plan.initialFiles = reader.list(plan.orders->initialFiles * 2);
    plan.argv = reader.argumentList(plan.orders->arguments);
    plan.environment = reader.argumentList(plan.orders->environment);
    plan.workdir = reader.next();
    plan.executable = reader.next();
    plan.filter = reader.next();
    return plan;
}

}  // namespace assay::sandbox::launcher

int main(int argc, char** argv) {
    using namespace assay::sandbox::launcher;
    const bool inside = argc == 2 && strcmp(argv[1], "init") == 0;
    if (!inside && (argc != 2 || strcmp(argv[1], "supervise") != 0)) {
        static const char text[] = "assay-launcher is started by assay, not by hand.\n";
        return write(2, text, sizeof text - 1) < 0 ? 3 : 2;
    }
    Plan plan = readOrders();
    return inside ? runProgram(plan) : supervise(plan);
}
