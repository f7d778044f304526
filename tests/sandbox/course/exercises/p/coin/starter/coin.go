package coin

type Coin int

func Add(coins ...Coin) Coin { return 0 }
