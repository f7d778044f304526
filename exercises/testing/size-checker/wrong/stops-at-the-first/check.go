package sizecheck

import (
	"fmt"
	"math"
)

// Check runs parse through a table of cases and returns one message for each
// case that breaks the contract of ParseSize. It returns no messages for a
// parser that keeps the contract.
func Check(parse func(s string) (int64, error)) []string {
	cases := []struct {
		in      string
		want    int64
		wantErr bool
	}{
		{in: "0", want: 0},
		{in: "1", want: 1},
		{in: "512", want: 512},
		{in: "9223372036854775807", want: math.MaxInt64},
		{in: "1K", want: 1 << 10},
		{in: "4k", want: 4 << 10},
		{in: "3M", want: 3 << 20},
		{in: "3m", want: 3 << 20},
		{in: "0G", want: 0},
		{in: "8G", want: 8 << 30},
		{in: "8g", want: 8 << 30},
		{in: "9007199254740991K", want: (1<<53 - 1) << 10},
		{in: "8796093022207M", want: (1<<43 - 1) << 20},
		{in: "8589934591G", want: (1<<33 - 1) << 30},

		{in: "", wantErr: true},
		{in: "K", wantErr: true},
		{in: "m", wantErr: true},
		{in: "G", wantErr: true},
		{in: "-1", wantErr: true},
		{in: "+1", wantErr: true},
		{in: "-4K", wantErr: true},
		{in: "+4K", wantErr: true},
		{in: "4T", wantErr: true},
		{in: "4B", wantErr: true},
		{in: "x", wantErr: true},
		{in: "4KB", wantErr: true},
		{in: "4K2", wantErr: true},
		{in: "4.5K", wantErr: true},
		{in: "0x10", wantErr: true},
		{in: "1_000", wantErr: true},
		{in: " 4", wantErr: true},
		{in: "4 ", wantErr: true},
		{in: "4 K", wantErr: true},
		{in: "4K ", wantErr: true},

		{in: "9223372036854775808", wantErr: true},
		{in: "18446744073709551617", wantErr: true},
		{in: "9007199254740992K", wantErr: true},
		{in: "8796093022208M", wantErr: true},
		{in: "8589934592G", wantErr: true},
		{in: "17179869185G", wantErr: true},
	}

	for _, c := range cases {
		got, err := parse(c.in)
		switch {
		case c.wantErr && err == nil:
			return []string{fmt.Sprintf("ParseSize(%q) = %d, nil, want 0 and an error", c.in, got)}
		case !c.wantErr && err != nil:
			return []string{fmt.Sprintf("ParseSize(%q) = %d, %v, want %d, nil", c.in, got, err, c.want)}
		case c.wantErr && got != 0:
			return []string{fmt.Sprintf("ParseSize(%q) = %d with an error, want 0 beside the error", c.in, got)}
		case got != c.want:
			return []string{fmt.Sprintf("ParseSize(%q) = %d, want %d", c.in, got, c.want)}
		}
	}
	return nil
}
