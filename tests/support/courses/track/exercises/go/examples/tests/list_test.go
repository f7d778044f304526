package list

import "fmt"

func ExampleJoin() {
	fmt.Println(Join([]string{"a", "b"}))
	// Output: a, b
}

func ExampleKeys() {
	for _, key := range Keys(map[string]bool{"x": true, "y": true, "z": true}) {
		fmt.Println(key)
	}
	// Unordered output:
	// z
	// x
	// y
}

// It is compiled, and not run.
func ExampleJoin_silent() {
	panic(Join(nil))
}
