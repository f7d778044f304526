package leap

// Made from the canonical data of the exercise.

var cases = []struct {
	year int
	want bool
}{
	{2015, false},
	{1996, true},
	{2100, false},
	{2000, true},
}
