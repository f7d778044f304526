// Role: what could not be written, kept until it can be: attempts in their order, and of each exercise the newest draft.
// Threads: any, one at a time.
#pragma once

#include <map>
#include <vector>

#include "progress/store.h"

namespace assay::model {

class Unsaved {
  public:
    bool empty() const { return m_attempts.empty() && m_drafts.empty(); }
    void keep(const progress::NewAttempt& attempt) { m_attempts.push_back(attempt); }
    void keep(const std::string& course, const std::string& exercise, const progress::Draft& draft);
    void forget(const std::string& course, const std::string& exercise) { m_drafts.erase({course, exercise}); }
    const progress::Draft* draft(const std::string& course, const std::string& exercise) const;

    // Up to the first that fails; what was written is no longer here.
    base::Result<void> write(progress::Store& store);

  private:
    std::vector<progress::NewAttempt> m_attempts;
    std::map<std::pair<std::string, std::string>, progress::Draft> m_drafts;  // by course and exercise
};

}  // namespace assay::model
