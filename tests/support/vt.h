// Role: for tests: a terminal of the kind vt100, as a grid of characters. Understands what terminfo's vt100 entry sends,
// and says which sequence it does not know, so that a test does not read a wrong picture.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace assay::support {

class Vt {
  public:
    Vt(int width, int height);
    void feed(std::string_view bytes);
    std::string text() const;                             // rows without trailing blanks, each with '\n'
    const std::string& unknown() const { return m_unknown; }  // empty: everything was understood

  private:
    void put(const std::string& character);
    void newline();
    void reverseIndex();
    void control(char c);
    void escape(char c);
    void csi(const std::string& parameters, char final);
    void eraseLine(int from, int to);
    int m_width, m_height, m_row = 0, m_column = 0, m_top = 0, m_bottom;
    bool m_wrapPending = false;
    std::vector<std::vector<std::string>> m_cells;
    std::string m_held;  // an escape sequence or a character that has not come whole
    std::string m_unknown;
};

}  // namespace assay::support
