package list

func First(l []int) int { return l[len(l)-1] }
