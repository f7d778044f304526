package leap

import (
	"strconv"
	"testing"
)

func TestIs(t *testing.T) {
	for _, c := range cases {
		t.Run(strconv.Itoa(c.year), func(t *testing.T) {
			if got := Is(c.year); got != c.want {
				t.Errorf("Is(%d) = %t, want %t", c.year, got, c.want)
			}
		})
	}
}
