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
		wantErr string
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
		{in: "", wantErr: `"" is not a size`},
		{in: "K", wantErr: `"K" is not a size`},
		{in: "m", wantErr: `"m" is not a size`},
		{in: "G", wantErr: `"G" is not a size`},
		{in: "-1", wantErr: `"-1" is not a size`},
		{in: "+1", wantErr: `"+1" is not a size`},
		{in: "-4K", wantErr: `"-4K" is not a size`},
		{in: "+4K", wantErr: `"+4K" is not a size`},
		{in: "4T", wantErr: `"4T" is not a size`},
		{in: "4B", wantErr: `"4B" is not a size`},
		{in: "x", wantErr: `"x" is not a size`},
		{in: "4KB", wantErr: `"4KB" is not a size`},
		{in: "4K2", wantErr: `"4K2" is not a size`},
		{in: "4.5K", wantErr: `"4.5K" is not a size`},
		{in: "0x10", wantErr: `"0x10" is not a size`},
		{in: "1_000", wantErr: `"1_000" is not a size`},
		{in: " 4", wantErr: `" 4" is not a size`},
		{in: "4 ", wantErr: `"4 " is not a size`},
		{in: "4 K", wantErr: `"4 K" is not a size`},
		{in: "4K ", wantErr: `"4K " is not a size`},
		{in: "9223372036854775808", wantErr: `"9223372036854775808" is too large`},
		{in: "18446744073709551617", wantErr: `"18446744073709551617" is too large`},
		{in: "9007199254740992K", wantErr: `"9007199254740992K" is too large`},
		{in: "8796093022208M", wantErr: `"8796093022208M" is too large`},
		{in: "8589934592G", wantErr: `"8589934592G" is too large`},
		{in: "17179869185G", wantErr: `"17179869185G" is too large`},
	}

	var broken []string
	for _, c := range cases {
		got, err := parse(c.in)
		words := ""
		if err != nil {
			words = err.Error()
		}
		if got != c.want || words != c.wantErr {
			broken = append(broken, fmt.Sprintf("ParseSize(%q) = %d, %v, want %d, error %s", c.in, got, err, c.want, c.wantErr))
		}
	}
	return broken
}
