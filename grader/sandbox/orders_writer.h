// Role: turns a request into the orders for the launcher (orders.h), as a memfd.
#pragma once

#include "sandbox/machine.h"

namespace assay::sandbox {

struct OrderParts {
    const Machine& machine;
    const Request& request;
    fs::path launcher;
    fs::path privateFolder;  // below level Full: holds "work" and "tmp"
    std::string filter;  // empty: none
};
// Internal where the request itself is wrong (a mount that is not there, an initial file that is a link).
Result<base::UniqueFd> writeOrders(const OrderParts& parts);

// Bytes as a descriptor that can only be read, from its start. No pipe: nothing ever waits for its reader.
Result<base::UniqueFd> readableBytes(std::string_view bytes);

}  // namespace assay::sandbox
