package sizecheck

import "fmt"

// Check runs parse through a table of cases and returns one message for each
// case that breaks the contract of ParseSize. It returns no messages for a
// parser that keeps the contract.
func Check(parse func(s string) (int64, error)) []string {
	cases := []struct {
		in      string
		want    int64
		wantErr bool
	}{
		{"512", 512, false},
		{"4K", 4096, false},
		{"4k", 4096, false},
		{"2M", 2 << 20, false},
		{"2m", 2 << 20, false},
		{"1G", 1 << 30, false},
		{"1g", 1 << 30, false},
		{"", 0, true},
	}
	var broken []string
	for _, c := range cases {
		got, err := parse(c.in)
		if got != c.want || (err != nil) != c.wantErr {
			broken = append(broken, fmt.Sprintf("ParseSize(%q) = %d, %v, want %d, error: %t", c.in, got, err, c.want, c.wantErr))
		}
	}
	return broken
}
