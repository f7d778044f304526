package coin

// Coin is worth its number.
type Coin int

// Names are those of coins.
var Names = map[Coin]string{1: "penny"}

// Add adds coins up.
func Add(coins ...Coin) (sum Coin) {
	for _, coin := range coins {
		sum += coin
	}
	return sum
}
