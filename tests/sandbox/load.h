// Role: how busy the machine is while a case is graded, and programs that keep it busy. What the runner allows a grading
// depends on the first; the bar that a busy machine accuses nobody is tried with the second.
#pragma once

#include <sys/types.h>

#include <vector>

namespace assay::corpus {

class LoadMeter {
  public:
    void sample();
    // How many programs wanted each processor, on the average of the samples; at least 1.
    double stretch() const;

  private:
    double m_sum = 0;
    int m_samples = 0;
};

// Children that do nothing but count, until this object goes, or this process.
class Burners {
  public:
    explicit Burners(int count);
    ~Burners();
    Burners(const Burners&) = delete;
    Burners& operator=(const Burners&) = delete;

  private:
    std::vector<pid_t> m_children;
};

}  // namespace assay::corpus
