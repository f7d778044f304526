#include "app/model/unsaved.h"

namespace assay::model {

void Unsaved::keep(const std::string& course, const std::string& exercise, const progress::Draft& draft) {
    m_drafts.insert_or_assign({course, exercise}, draft);
}

const progress::Draft* Unsaved::draft(const std::string& course, const std::string& exercise) const {
    const auto found = m_drafts.find({course, exercise});
    return found == m_drafts.end() ? nullptr : &found->second;
}

base::Result<void> Unsaved::write(progress::Store& store) {
    while (!m_attempts.empty()) {
        if (auto added = store.addAttempt(m_attempts.front()); !added) return base::propagate(added);
        m_attempts.erase(m_attempts.begin());
    }
    while (!m_drafts.empty()) {
        const auto& [of, draft] = *m_drafts.begin();
        if (auto saved = store.saveDraft(of.first, of.second, draft); !saved) return saved;
        m_drafts.erase(m_drafts.begin());
    }
    return {};
}

}  // namespace assay::model
