package harness

import "math/bits"

// sipHash128 is SipHash-2-4 with a tag of 128 bits, as published with the reference implementation by Aumasson and
// Bernstein (https://github.com/veorq/SipHash). The key goes by pointer: a stack trace shows its address only.
func sipHash128(key *[keySize]byte, p []byte) (tag [tagSize]byte) {
	k0, k1 := little64(key[:]), little64(key[8:])
	s := sipState{
		k0 ^ 0x736f6d6570736575,
		k1 ^ 0x646f72616e646f6d ^ 0xee,
		k0 ^ 0x6c7967656e657261,
		k1 ^ 0x7465646279746573,
	}
	length := len(p)
	for ; len(p) >= 8; p = p[8:] {
		s.absorb(little64(p))
	}
	last := uint64(length) << 56
	for i, b := range p {
		last |= uint64(b) << (8 * i)
	}
	s.absorb(last)
	s[2] ^= 0xee
	s.rounds(4)
	put64(tag[:], s[0]^s[1]^s[2]^s[3])
	s[1] ^= 0xdd
	s.rounds(4)
	put64(tag[8:], s[0]^s[1]^s[2]^s[3])
	return tag
}

type sipState [4]uint64

func (s *sipState) absorb(m uint64) {
	s[3] ^= m
	s.rounds(2)
	s[0] ^= m
}

func (s *sipState) rounds(n int) {
	v0, v1, v2, v3 := s[0], s[1], s[2], s[3]
	for range n {
		v0 += v1
		v1 = bits.RotateLeft64(v1, 13) ^ v0
		v0 = bits.RotateLeft64(v0, 32)
		v2 += v3
		v3 = bits.RotateLeft64(v3, 16) ^ v2
		v0 += v3
		v3 = bits.RotateLeft64(v3, 21) ^ v0
		v2 += v1
		v1 = bits.RotateLeft64(v1, 17) ^ v2
		v2 = bits.RotateLeft64(v2, 32)
	}
	s[0], s[1], s[2], s[3] = v0, v1, v2, v3
}

func little64(p []byte) uint64 {
	_ = p[7]
	return uint64(p[0]) | uint64(p[1])<<8 | uint64(p[2])<<16 | uint64(p[3])<<24 |
		uint64(p[4])<<32 | uint64(p[5])<<40 | uint64(p[6])<<48 | uint64(p[7])<<56
}

func put64(p []byte, n uint64) {
	for i := range 8 {
		p[i] = byte(n >> (8 * i))
	}
}
