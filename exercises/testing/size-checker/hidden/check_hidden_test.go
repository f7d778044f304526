package sizecheck

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
	"testing"
)

type parser = func(string) (int64, error)

// but is parseSize with one fault: where the fault applies, its answer counts.
func but(fault func(s string) (n int64, err error, applies bool)) parser {
	return func(s string) (int64, error) {
		if n, err, applies := fault(s); applies {
			return n, err
		}
		return parseSize(s)
	}
}

// accepts is parseSize that reads what rewrite makes of its input.
func accepts(rewrite func(string) string) parser {
	return func(s string) (int64, error) { return parseSize(rewrite(s)) }
}

func mustFind(t *testing.T, faults map[string]parser) {
	t.Helper()
	for name, p := range faults {
		if !finds(p) {
			t.Errorf("Check reports nothing for a parser that is wrong: %s", name)
		}
	}
}

type sizeError struct{ input string }

func (e *sizeError) Error() string { return "size: " + e.input }

// byBig keeps the contract in another way and with another kind of error.
func byBig(s string) (int64, error) {
	factor := int64(1)
	digits := s
	for i, letters := range []string{"Kk", "Mm", "Gg"} {
		if s != "" && strings.ContainsAny(s[len(s)-1:], letters) {
			factor = 1 << (10 * (i + 1))
			digits = s[:len(s)-1]
		}
	}
	if digits == "" {
		return 0, &sizeError{s}
	}
	for _, r := range digits {
		if r < '0' || r > '9' {
			return 0, &sizeError{s}
		}
	}
	n, ok := new(big.Int).SetString(digits, 10)
	if !ok {
		return 0, &sizeError{s}
	}
	n.Mul(n, big.NewInt(factor))
	if !n.IsInt64() {
		return 0, &sizeError{s}
	}
	return n.Int64(), nil
}

func TestEveryRightParserPasses(t *testing.T) {
	var errAny = errors.New("")
	silent := func(s string) (int64, error) {
		n, err := parseSize(s)
		if err != nil {
			return 0, errAny
		}
		return n, nil
	}
	for name, p := range map[string]parser{"big numbers": byBig, "an error without words": silent} {
		if broken := Check(p); len(broken) > 0 {
			t.Errorf("%s: the parser keeps the contract, and Check reports %d messages", name, len(broken))
		}
		if broken := Check(p); len(broken) > 0 {
			t.Errorf("%s: the second Check of a right parser reports %d messages", name, len(broken))
		}
	}
}

func lastIs(s, letters string) bool {
	return s != "" && strings.ContainsAny(s[len(s)-1:], letters)
}

func TestFindsWrongUnits(t *testing.T) {
	unit := func(letters, instead string) parser {
		return accepts(func(s string) string {
			if len(s) > 1 && lastIs(s, letters) {
				return s[:len(s)-1] + instead
			}
			return s
		})
	}
	refuses := func(letters string) parser {
		return but(func(s string) (int64, error, bool) {
			return 0, errors.New("unknown unit"), lastIs(s, letters)
		})
	}
	mustFind(t, map[string]parser{
		"kibi as bytes":    unit("Kk", ""),
		"mebi as kibi":     unit("Mm", "K"),
		"gibi as mebi":     unit("Gg", "M"),
		"small k as bytes": unit("k", ""),
		"small m as kibi":  unit("m", "k"),
		"small g as mebi":  unit("g", "m"),
		"no small k":       refuses("k"),
		"no small m":       refuses("m"),
		"no small g":       refuses("g"),
		"no capital K":     refuses("K"),
		"no capital M":     refuses("M"),
		"no capital G":     refuses("G"),
		"no unit refused": but(func(s string) (int64, error, bool) {
			return 0, errors.New("no unit"), !lastIs(s, "KkMmGg")
		}),
		"first digit only": accepts(func(s string) string {
			if _, err := parseSize(s); err == nil && !lastIs(s, "KkMmGg") {
				return s[:1]
			}
			return s
		}),
	})
}

func TestFindsWrongEnds(t *testing.T) {
	mustFind(t, map[string]parser{
		"zero refused": but(func(s string) (int64, error, bool) {
			n, err := parseSize(s)
			return 0, errors.New("empty size"), err == nil && n == 0
		}),
		"the largest refused": but(func(s string) (int64, error, bool) {
			n, err := parseSize(s)
			return 0, errors.New("too large"), err == nil && n == math.MaxInt64
		}),
		"32 bits only": but(func(s string) (int64, error, bool) {
			n, err := parseSize(s)
			return 0, errors.New("too large"), err == nil && n > math.MaxUint32
		}),
		"32 bits kept": but(func(s string) (int64, error, bool) {
			n, err := parseSize(s)
			return int64(int32(n)), nil, err == nil
		}),
		"through a float": but(func(s string) (int64, error, bool) {
			n, err := parseSize(s)
			if err != nil || n>>53 == 0 {
				return 0, nil, false
			}
			return n &^ 0x3ff, nil, n&0x3ff != 0
		}),
	})
}

func TestFindsWrongAcceptance(t *testing.T) {
	zero := func(inputs ...string) parser {
		return but(func(s string) (int64, error, bool) {
			for _, in := range inputs {
				if s == in {
					return 0, nil, true
				}
			}
			return 0, nil, false
		})
	}
	mustFind(t, map[string]parser{
		"empty":           zero(""),
		"unit alone":      zero("K", "M", "G", "k", "m", "g"),
		"plus":            accepts(func(s string) string { return strings.TrimPrefix(s, "+") }),
		"minus forgotten": accepts(func(s string) string { return strings.TrimPrefix(s, "-") }),
		"minus kept": but(func(s string) (int64, error, bool) {
			n, err := parseSize(strings.TrimPrefix(s, "-"))
			return -n, nil, err == nil && strings.HasPrefix(s, "-")
		}),
		"any unit": accepts(func(s string) string {
			if len(s) > 1 && (s[len(s)-1] >= 'A' && s[len(s)-1] <= 'Z' || s[len(s)-1] >= 'a' && s[len(s)-1] <= 'z') && !lastIs(s, "KkMmGg") {
				if d := s[:len(s)-1]; strings.Trim(d, "0123456789") == "" {
					return d
				}
			}
			return s
		}),
		"tera": but(func(s string) (int64, error, bool) {
			n, err := parseSize(strings.TrimRight(s, "Tt"))
			return n << 40, nil, err == nil && lastIs(s, "Tt")
		}),
		"rest ignored": accepts(func(s string) string {
			for i := range s {
				if strings.ContainsAny(s[i:i+1], "KkMmGg") && i > 0 {
					return s[:i+1]
				}
			}
			return s
		}),
		"space around": accepts(strings.TrimSpace),
		"space before the unit": accepts(func(s string) string {
			if len(s) > 2 && lastIs(s, "KkMmGg") && s[0] != ' ' {
				return strings.TrimRight(s[:len(s)-1], " ") + s[len(s)-1:]
			}
			return s
		}),
	})
}

func TestFindsOverflow(t *testing.T) {
	wraps := but(func(s string) (int64, error, bool) {
		if _, err := parseSize(s); err == nil || !lastIs(s, "KkMmGg") {
			return 0, nil, false
		}
		n, err := parseSize(s[:len(s)-1])
		if err != nil {
			return 0, nil, false
		}
		switch s[len(s)-1] {
		case 'K', 'k':
			return n << 10, nil, true
		case 'M', 'm':
			return n << 20, nil, true
		}
		return n << 30, nil, true
	})
	saturates := but(func(s string) (int64, error, bool) {
		n, err := strconv.ParseInt(s, 10, 64)
		return n, nil, errors.Is(err, strconv.ErrRange) && n > 0 && s[0] != '+'
	})
	digitsWrap := but(func(s string) (int64, error, bool) {
		if strings.Trim(s, "0123456789") != "" {
			return 0, nil, false
		}
		if _, err := parseSize(s); s == "" || err == nil {
			return 0, nil, false
		}
		var n int64
		for _, r := range s {
			n = n*10 + int64(r-'0')
		}
		return n, nil, true
	})
	mustFind(t, map[string]parser{
		"the unit wraps":         wraps,
		"the digits saturate":    saturates,
		"the digits wrap around": digitsWrap,
		"no limit on either of them": but(func(s string) (int64, error, bool) {
			n, err := wraps(s)
			if err == nil {
				return n, nil, true
			}
			n, err = digitsWrap(s)
			return n, err, err == nil
		}),
	})
}

func TestFindsNumberBesideError(t *testing.T) {
	mustFind(t, map[string]parser{
		"minus one": func(s string) (int64, error) {
			n, err := parseSize(s)
			if err != nil {
				return -1, err
			}
			return n, nil
		},
	})
}

// faulty is wrong for about half of all inputs, in three ways.
func faulty(s string) (int64, error) {
	n, err := parseSize(s)
	switch {
	case err != nil && len(s)%2 == 0:
		return 4242, nil
	case err != nil:
		return 4242, err
	case len(s)%2 == 0:
		return 4242, nil
	}
	return n, nil
}

func TestReportsEveryBrokenCase(t *testing.T) {
	cases := map[string]bool{}
	Check(func(s string) (int64, error) {
		cases[s] = true
		return parseSize(s)
	})
	inputs := map[string]bool{}
	broken := Check(func(s string) (int64, error) {
		inputs[s] = true
		return faulty(s)
	})
	all := strings.Join(broken, "\n")
	for s := range inputs {
		want, wantErr := parseSize(s)
		got, err := faulty(s)
		if got == want && (err == nil) == (wantErr == nil) {
			continue
		}
		if !strings.Contains(all, strconv.Quote(s)) {
			t.Errorf("the parser is wrong for %q, and no message says so", s)
		}
	}
	if len(inputs) < len(cases) {
		t.Errorf("a faulty parser is tried with %d inputs, a right one with %d", len(inputs), len(cases))
	}
}

func TestEveryMessageIsComplete(t *testing.T) {
	wrong := map[string]bool{}
	broken := Check(func(s string) (int64, error) {
		wrong[s] = true
		return 4242, nil
	})
	broken = append(broken, Check(func(s string) (int64, error) {
		wrong[s] = true
		return 4242, errors.New("no")
	})...)
	if len(broken) == 0 {
		t.Fatal("Check reports nothing for a parser that is always wrong")
	}
	for _, message := range broken {
		if !strings.Contains(message, "4242") {
			t.Errorf("the number that came is not in: %s", message)
		}
		complete := false
		for s := range wrong {
			if !strings.Contains(message, strconv.Quote(s)) {
				continue
			}
			want, err := parseSize(s)
			if err != nil && strings.Contains(message, "error") || err == nil && strings.Contains(message, fmt.Sprint(want)) {
				complete = true
			}
		}
		if !complete {
			t.Errorf("the quoted input, or what should have come, is not in: %s", message)
		}
	}
}
