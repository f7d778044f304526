package list

func First(l []int) int { return l[0] }
