package harness

// Count is one counter of executed statements: 0, or 1 once they were.
type Count = uint8

type counters struct {
	first int
	marks []Count
}

var counted []counters

// Cover registers the counters of a file. Called by generated code only. First is the number of the first among all.
func Cover(first int, marks []Count) {
	if !closed {
		counted = append(counted, counters{first, marks})
	}
}

// sendCover tells which statements were executed: one bit for each counter, the lowest of each byte first.
func sendCover() {
	if len(counted) == 0 {
		return
	}
	all := 0
	for _, c := range counted {
		all = max(all, c.first+len(c.marks))
	}
	bits := make([]byte, (all+7)/8)
	for _, c := range counted {
		for i, mark := range c.marks {
			if mark != 0 {
				bits[(c.first+i)/8] |= 1 << ((c.first + i) % 8)
			}
		}
	}
	send(frameCover, func(f *frame) {
		f.u32(uint32(all))
		f.text(string(bits), maxText)
	})
}

// covered is how many statements' counters are set. It only grows.
func covered() int {
	n := 0
	for _, c := range counted {
		for _, mark := range c.marks {
			n += int(mark)
		}
	}
	return n
}
