package harness

import (
	"math"
	"reflect"
)

// mutator makes inputs from inputs. It draws from a generator of its own (splitmix64), so that learner code cannot
// change what comes next.
type mutator struct {
	state uint64
	types []reflect.Type
	words []string // that inputs were seen to hold, and some that parsers stumble over
}

func newMutator(seed uint64, types []reflect.Type) *mutator {
	m := &mutator{state: seed*0x9e3779b97f4a7c15 + 1, types: types}
	m.words = append(m.words, "\x00", "\xff", "\n", "\r\n", " ", "\t", "\"", "'", "\\", "/", "..", "-", "+", "0", "1", "-1", ":", ";", ",", ".",
		"=", "==", "&", "%", "{", "}", "[", "]", "(", ")", "<", ">", "é", "世界", "\u2028", "1e309", "NaN", "9223372036854775808", "null")
	m.words = append(m.words, dictionary...)
	return m
}

// dictionary are literals of the code under test.
var dictionary []string

// Dictionary registers words that inputs may be made of. Called by generated code only.
func Dictionary(words ...string) {
	if !closed {
		dictionary = append(dictionary, words...)
	}
}

func (m *mutator) next() uint64 {
	m.state += 0x9e3779b97f4a7c15
	z := m.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// pick gives a number from 0 to n-1.
func (m *mutator) pick(n int) int {
	if n <= 1 {
		return 0
	}
	return int(m.next() % uint64(n))
}

func (m *mutator) zero() []any {
	input := make([]any, 0, len(m.types))
	for _, t := range m.types {
		input = append(input, reflect.Zero(t).Interface())
		if t.Kind() == reflect.Slice {
			input[len(input)-1] = []byte{}
		}
	}
	return input
}

// learn takes the texts of a seed for words.
func (m *mutator) learn(input []any) {
	for _, value := range input {
		switch v := value.(type) {
		case string:
			m.words = append(m.words, v)
		case []byte:
			m.words = append(m.words, string(v))
		}
	}
}

// change gives another input: one value of base changed, sometimes more, sometimes one taken from another input.
func (m *mutator) change(base []any, corpus [][]any) []any {
	input := copied(base)
	for {
		i := m.pick(len(input))
		if m.pick(8) == 0 {
			input[i] = corpus[m.pick(len(corpus))][i]
		}
		input[i] = m.value(input[i], m.types[i])
		if m.pick(3) > 0 {
			return input
		}
	}
}

func (m *mutator) value(value any, t reflect.Type) any {
	v := reflect.New(t).Elem()
	old := reflect.ValueOf(value)
	switch t.Kind() {
	case reflect.String:
		v.SetString(string(m.bytes([]byte(old.String()))))
	case reflect.Slice:
		v.SetBytes(m.bytes(old.Bytes()))
	case reflect.Bool:
		v.SetBool(!old.Bool())
	case reflect.Float32, reflect.Float64:
		v.SetFloat(m.float(old.Float()))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(m.integer(old.Uint(), t.Bits()))
	default:
		v.SetInt(int64(m.integer(uint64(old.Int()), t.Bits())))
	}
	return v.Interface()
}

// integer steps, flips a bit, jumps to an end of a range, or to anywhere.
func (m *mutator) integer(n uint64, bits int) uint64 {
	switch m.pick(6) {
	case 0:
		return n + 1
	case 1:
		return n - 1
	case 2:
		return n ^ 1<<m.pick(bits)
	case 3:
		return -n
	case 4:
		edges := []uint64{0, 1, 2, 10, 100, 1000, 1<<(bits-1) - 1, 1 << (bits - 1), math.MaxUint64, 127, 128, 255, 256, 65535, 65536}
		return edges[m.pick(len(edges))]
	}
	return m.next() >> m.pick(64)
}

func (m *mutator) float(f float64) float64 {
	switch m.pick(6) {
	case 0:
		return f + 1
	case 1:
		return -f
	case 2:
		return f / 10
	case 3:
		return f * 10
	case 4:
		edges := []float64{0, math.Copysign(0, -1), 1, -1, 0.1, math.MaxFloat64, math.SmallestNonzeroFloat64, math.Inf(1), math.Inf(-1), math.NaN()}
		return edges[m.pick(len(edges))]
	}
	return float64(int64(m.next()>>m.pick(64))) / float64(1+m.pick(1000))
}

const maxBytes = 1 << 12

// bytes cuts, repeats, inserts, replaces and swaps.
func (m *mutator) bytes(b []byte) []byte {
	out := append([]byte{}, b...)
	at, n := m.pick(len(out)+1), 0
	if at < len(out) {
		n = 1 + m.pick(min(len(out)-at, 1+m.pick(16)))
	}
	switch m.pick(9) {
	case 0: // cut
		out = append(out[:at], out[at+n:]...)
	case 1: // repeat
		out = insert(out, at, append([]byte{}, out[at:at+n]...))
	case 2, 3: // a word
		out = insert(out, at, []byte(m.words[m.pick(len(m.words))]))
	case 4: // a word instead
		out = insert(append(out[:at], out[at+n:]...), at, []byte(m.words[m.pick(len(m.words))]))
	case 5: // any byte
		out = insert(out, at, []byte{byte(m.next())})
	case 6: // a printable one
		out = insert(out, at, []byte{byte(' ' + m.pick('~'-' '+1))})
	case 7:
		if at < len(out) {
			out[at] ^= 1 << m.pick(8)
		}
	case 8:
		if other := m.pick(len(out)); at < len(out) {
			out[at], out[other] = out[other], out[at]
		}
	}
	return out[:min(len(out), maxBytes)]
}

func insert(b []byte, at int, what []byte) []byte {
	return append(b[:at:at], append(what, b[at:]...)...)
}
