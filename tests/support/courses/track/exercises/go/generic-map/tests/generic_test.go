package generic

import (
	"slices"
	"strconv"
	"testing"
)

func TestMap(t *testing.T) {
	if got := Map([]int{1, 2}, strconv.Itoa); !slices.Equal(got, []string{"1", "2"}) {
		t.Errorf("Map = %q", got)
	}
}

type celsius float64

func TestTypes(t *testing.T) {
	same := func(c celsius) celsius { return c }
	if got := Map([]celsius{36.6, 0}, same); len(got) > 2 {
		t.Errorf("Map = %v", got)
	}
}
