package harness

import (
	"iter"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// literals writes an input as files in testdata/fuzz do: one Go literal a line.
func literals(input []any) string {
	lines := make([]string, 0, len(input))
	for _, value := range input {
		v := reflect.ValueOf(value)
		name, text := v.Type().String(), ""
		switch v.Kind() {
		case reflect.String:
			text = strconv.Quote(v.String())
		case reflect.Slice:
			name, text = "[]byte", strconv.Quote(string(v.Bytes()))
		case reflect.Bool:
			text = strconv.FormatBool(v.Bool())
		case reflect.Float32, reflect.Float64:
			text = strconv.FormatFloat(v.Float(), 'g', -1, v.Type().Bits())
		case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
			text = strconv.FormatUint(v.Uint(), 10)
		default:
			text = strconv.FormatInt(v.Int(), 10)
		}
		lines = append(lines, name+"("+text+")")
	}
	return strings.Join(lines, "\n")
}

// fileSeeds reads testdata/fuzz/NAME, as `go test` does. A file that does not fit the types is left out.
func fileSeeds(types []reflect.Type, name string) [][]any {
	files, _ := filepath.Glob(filepath.Join("testdata", "fuzz", name, "*"))
	slices.Sort(files)
	var seeds [][]any
	for _, file := range files {
		if input, ok := readSeed(file, types); ok {
			seeds = append(seeds, input)
		}
	}
	return seeds
}

// readSeed reads one such file.
func readSeed(file string, types []reflect.Type) ([]any, bool) {
	text, err := os.ReadFile(file)
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	if err != nil || len(lines) != len(types)+1 || lines[0] != "go test fuzz v1" {
		return nil, false
	}
	var input []any
	for i, t := range types {
		value, ok := readLiteral(lines[i+1], t)
		if !ok {
			return nil, false
		}
		input = append(input, value)
	}
	return input, true
}

// readLiteral reads "int(5)", "string(\"a\")", "[]byte(\"a\")" as a value of the type.
func readLiteral(line string, t reflect.Type) (any, bool) {
	open := strings.Index(line, "(")
	if open < 0 || !strings.HasSuffix(line, ")") {
		return nil, false
	}
	text := line[open+1 : len(line)-1]
	value := reflect.New(t).Elem()
	var err error
	switch t.Kind() {
	case reflect.String, reflect.Slice:
		var s string
		if s, err = strconv.Unquote(text); t.Kind() == reflect.String {
			value.SetString(s)
		} else {
			value.SetBytes([]byte(s))
		}
	case reflect.Bool:
		var b bool
		b, err = strconv.ParseBool(text)
		value.SetBool(b)
	case reflect.Float32, reflect.Float64:
		var f float64
		f, err = strconv.ParseFloat(text, 64)
		value.SetFloat(f)
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		var n uint64
		n, err = strconv.ParseUint(text, 0, t.Bits())
		value.SetUint(n)
	default:
		var n int64
		n, err = strconv.ParseInt(text, 0, t.Bits())
		value.SetInt(n)
	}
	return value.Interface(), err == nil
}

// copied keeps the target from changing an input that is to be used again.
func copied(input []any) []any {
	out := slices.Clone(input)
	for i, value := range out {
		if b, ok := value.([]byte); ok {
			out[i] = slices.Clone(b)
		}
	}
	return out
}

// simpler gives values that are smaller or plainer, the boldest first.
func simpler(value any) iter.Seq[any] {
	return func(yield func(any) bool) {
		v := reflect.ValueOf(value)
		switch v.Kind() {
		case reflect.String:
			simplerBytes([]byte(v.String()), func(b []byte) bool { return yield(string(b)) })
		case reflect.Slice:
			simplerBytes(v.Bytes(), func(b []byte) bool { return yield(b) })
		case reflect.Bool:
			if v.Bool() {
				yield(false)
			}
		case reflect.Float32, reflect.Float64:
			simplerFloat(v, yield)
		default:
			simplerInt(v, yield)
		}
	}
}

func simplerBytes(b []byte, yield func([]byte) bool) {
	for part := len(b); part > 0; part /= 2 {
		for from := 0; from+part <= len(b); from += part {
			if !yield(append(slices.Clone(b[:from]), b[from+part:]...)) {
				return
			}
		}
	}
	for _, plain := range []byte("0a ") {
		for i := range b {
			if b[i] <= plain && b[i] >= ' ' || b[i] == plain {
				continue
			}
			c := slices.Clone(b)
			c[i] = plain
			if !yield(c) {
				return
			}
		}
	}
}

func simplerInt(v reflect.Value, yield func(any) bool) {
	to := reflect.New(v.Type()).Elem()
	if v.CanUint() {
		for _, n := range []uint64{0, v.Uint() / 2, v.Uint() - 1} {
			if to.SetUint(n); n < v.Uint() && !yield(to.Interface()) {
				return
			}
		}
		return
	}
	n := v.Int()
	step := int64(1)
	if n < 0 {
		step = -1
	}
	for _, next := range []int64{0, -n, n / 2, n - step} {
		smaller := max(next, -next) < max(n, -n) || next == -n && n < 0
		if to.SetInt(next); smaller && !yield(to.Interface()) {
			return
		}
	}
}

func simplerFloat(v reflect.Value, yield func(any) bool) {
	to := reflect.New(v.Type()).Elem()
	for _, f := range []float64{0, 1, float64(int64(v.Float())), v.Float() / 2} {
		if to.SetFloat(f); f != v.Float() && (f == 0 || max(f, -f) < max(v.Float(), -v.Float())) && !yield(to.Interface()) {
			return
		}
	}
}
