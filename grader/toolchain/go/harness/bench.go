package harness

import "testing"

// maxOps is where calibration ends.
const maxOps = 1 << 30

// measure runs a benchmark in rounds of the plan: "bench OPS ROUNDS MICROSECONDS". Where OPS is 0 it is found: the
// first power of two, or of ten times one, that takes the time. Every round sends what it used; of a benchmark that
// fails, the end says so.
func measure(at int, name string, f func(*testing.B)) {
	var ops, rounds, target int64 = 0, 1, 5000
	for i, into := range []*int64{&ops, &rounds, &target} {
		if i < len(benching) {
			*into = benching[i]
		}
	}
	result := &result{}
	once := func(n int64) int64 {
		failed, output, done, cpu, wall, allocs, bytes := runBench(name, f, int(n))
		if failed {
			result.state, result.output = 1, output
		}
		if n != ops || failed {
			return cpu
		}
		send(frameBench, func(f *frame) {
			f.u32(uint32(at))
			f.u64(uint64(done))
			f.u64(uint64(cpu))
			f.u64(uint64(wall))
			f.u64(allocs)
			f.u64(bytes)
		})
		return cpu
	}
	if ops == 0 {
		// The first run pays for what is only done once.
		once(1)
		n := int64(1)
		for result.state == 0 && n < maxOps {
			if cpu := once(n); cpu >= target*1000 {
				break
			}
			n *= 2
		}
		ops = n
	}
	for range rounds {
		if result.state == 0 {
			once(ops)
		}
	}
	outcome = result
}
