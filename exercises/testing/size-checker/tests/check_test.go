package sizecheck

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// parseSize keeps the contract.
func parseSize(s string) (int64, error) {
	digits, shift := s, 0
	if s != "" {
		switch s[len(s)-1] {
		case 'K', 'k':
			digits, shift = s[:len(s)-1], 10
		case 'M', 'm':
			digits, shift = s[:len(s)-1], 20
		case 'G', 'g':
			digits, shift = s[:len(s)-1], 30
		}
	}
	if digits == "" || strings.Trim(digits, "0123456789") != "" {
		return 0, fmt.Errorf("%q is not a size", s)
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || n > math.MaxInt64>>shift {
		return 0, fmt.Errorf("%q is too large", s)
	}
	return n << shift, nil
}

func TestRightParserPasses(t *testing.T) {
	if broken := Check(parseSize); len(broken) > 0 {
		t.Errorf("parseSize keeps the contract, but Check reports:\n%s", strings.Join(broken, "\n"))
	}
}

// decimal is parseSize with units of 1000, 1000² and 1000³.
func decimal(s string) (int64, error) {
	n, err := parseSize(s)
	if err != nil {
		return 0, err
	}
	switch strings.ToUpper(s)[len(s)-1] {
	case 'K':
		return n / 1024 * 1000, nil
	case 'M':
		return n / 1024 / 1024 * 1000 * 1000, nil
	case 'G':
		return n / 1024 / 1024 / 1024 * 1000 * 1000 * 1000, nil
	}
	return n, nil
}

// finds reports whether Check says anything about p that it does not say about
// a parser that keeps the contract.
func finds(p func(string) (int64, error)) bool {
	return !slices.Equal(slices.Sorted(slices.Values(Check(p))), slices.Sorted(slices.Values(Check(parseSize))))
}

func TestFindsDecimalUnits(t *testing.T) {
	if !finds(decimal) {
		t.Error(`the parser takes K for 1000, so "4K" gives 4000, and Check does not notice`)
	}
}

func TestFindsEmptyAccepted(t *testing.T) {
	lenient := func(s string) (int64, error) {
		if s == "" {
			return 0, nil
		}
		return parseSize(s)
	}
	if !finds(lenient) {
		t.Error("the parser accepts the empty string, and Check does not notice")
	}
}

func TestMessageNamesTheCase(t *testing.T) {
	calls := map[string]bool{}
	always7 := func(s string) (int64, error) {
		calls[s] = true
		return 7, nil
	}
	broken := Check(always7)
	if len(calls) == 0 {
		t.Fatal("Check has not called the parser")
	}
	if len(broken) == 0 {
		t.Fatal("the parser answers 7 to everything, and Check reports nothing")
	}
	for _, message := range broken {
		if !strings.Contains(message, "7") {
			t.Errorf("the parser answered 7, and a message does not say so: %s", message)
		}
		if !strings.Contains(message, `"`) && !strings.Contains(message, "`") {
			t.Errorf("a message does not quote the input (use %%q): %s", message)
		}
	}
}
