#include "support/vt.h"

#include <algorithm>

namespace assay::support {

Vt::Vt(int width, int height)
    : m_width(width), m_height(height), m_bottom(height - 1), m_cells(static_cast<std::size_t>(height), std::vector<std::string>(static_cast<std::size_t>(width), " ")) {}

void Vt::feed(std::string_view bytes) {
    m_held += bytes;
    while (!m_held.empty()) {
        const auto first = static_cast<unsigned char>(m_held[0]);
        std::size_t size = 1;
        if (first == 0x1B) {
            if (m_held.size() < 2) return;
            if (m_held[1] == '[') {
                size = m_held.find_first_not_of("0123456789;?", 2);
                if (size == std::string::npos) return;
                csi(m_held.substr(2, size - 2), m_held[size]);
                ++size;
            } else if (m_held[1] == '(' || m_held[1] == ')') {
                size = 3;
                if (m_held.size() < size) return;
            } else {
                escape(m_held[1]);
                size = 2;
            }
        } else if (first < 0x20) {
            control(m_held[0]);
        } else {
            size = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
            if (m_held.size() < size) return;
            put(m_held.substr(0, size));
        }
        m_held.erase(0, size);
    }
}

void Vt::put(const std::string& character) {
    if (m_wrapPending) {
        m_column = 0;
        newline();
    }
    m_cells[static_cast<std::size_t>(m_row)][static_cast<std::size_t>(m_column)] = character;
    m_wrapPending = m_column == m_width - 1;
    if (!m_wrapPending) ++m_column;
}

void Vt::newline() {
    m_wrapPending = false;
    if (m_row != m_bottom) {
        m_row = std::min(m_row + 1, m_height - 1);
        return;
    }
    m_cells.erase(m_cells.begin() + m_top);
    m_cells.insert(m_cells.begin() + m_bottom, std::vector<std::string>(static_cast<std::size_t>(m_width), " "));
}

// One row up; at the top of the scroll region the region goes down by one row.
void Vt::reverseIndex() {
    if (m_row != m_top) {
        m_row = std::max(m_row - 1, 0);
        return;
    }
    m_cells.erase(m_cells.begin() + m_bottom);
    m_cells.insert(m_cells.begin() + m_top, std::vector<std::string>(static_cast<std::size_t>(m_width), " "));
}

void Vt::control(char c) {
    if (c == '\n') return newline();
    m_wrapPending = m_wrapPending && c != '\r' && c != '\b';
    if (c == '\r') m_column = 0;
    else if (c == '\b') m_column = std::max(m_column - 1, 0);
    else if (c == '\t') m_column = std::min((m_column / 8 + 1) * 8, m_width - 1);
    else if (c != '\0' && c != '\a' && c != '\x0E' && c != '\x0F') m_unknown += " ^" + std::to_string(c);
}

void Vt::escape(char c) {
    if (c == 'M') {
        reverseIndex();
    } else if (c != '=' && c != '>' && c != '7' && c != '8' && c != 'H' && c != '<') {
        m_unknown += std::string(" ESC ") + c;
    }
}

void Vt::eraseLine(int from, int to) {
    for (int x = from; x < to; ++x) m_cells[static_cast<std::size_t>(m_row)][static_cast<std::size_t>(x)] = " ";
}

void Vt::csi(const std::string& parameters, char final) {
    int numbers[2] = {0, 0};
    std::size_t count = 0;
    for (const char c : parameters) {
        if (c == ';') count = std::min<std::size_t>(count + 1, 1);
        else if (c >= '0' && c <= '9') numbers[count] = numbers[count] * 10 + (c - '0');
    }
    const int n = std::max(numbers[0], 1), row = m_row;
    m_wrapPending = m_wrapPending && (final == 'm' || final == 'h' || final == 'l');
    switch (final) {
        case 'H': m_row = std::min(n, m_height) - 1, m_column = std::clamp(numbers[1], 1, m_width) - 1; break;
        case 'A': m_row = std::max(m_row - n, 0); break;
        case 'B': m_row = std::min(m_row + n, m_height - 1); break;
        case 'C': m_column = std::min(m_column + n, m_width - 1); break;
        case 'D': m_column = std::max(m_column - n, 0); break;
        case 'K': eraseLine(numbers[0] == 0 ? m_column : 0, numbers[0] == 1 ? m_column + 1 : m_width); break;
        case 'J':
            if (numbers[0] == 0) eraseLine(m_column, m_width);
            for (m_row = numbers[0] == 0 ? row + 1 : 0; m_row < m_height; ++m_row) eraseLine(0, m_width);
            m_row = row;
            break;
        case 'r': m_top = n - 1, m_bottom = (numbers[1] > 0 ? std::min(numbers[1], m_height) : m_height) - 1, m_row = m_column = 0; break;
        case 'm':
        case 'h':
        case 'l':
        case 'g': break;
        default: m_unknown += " CSI " + parameters + final;
    }
}

std::string Vt::text() const {
    std::string text;
    for (const auto& row : m_cells) {
        std::string line;
        for (const std::string& cell : row) line += cell;
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + "\n";
    }
    return text;
}

}  // namespace assay::support
