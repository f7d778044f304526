// Role: whether a piece of HTML is what our renderer may write: every tag closed in order, only known tags
// and attributes, attribute values in quotes, no stray '<'. Strict on purpose: it is the test against
// injection too.
#pragma once

#include <string>
#include <string_view>

namespace assay::course::testing {

// "" where it is well formed, else what is wrong and where.
std::string faultOfHtml(std::string_view html);

}  // namespace assay::course::testing
