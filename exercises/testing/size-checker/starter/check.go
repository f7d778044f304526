package sizecheck

// Check runs parse through a table of cases and returns one message for each
// case that breaks the contract of ParseSize. It returns no messages for a
// parser that keeps the contract.
func Check(parse func(s string) (int64, error)) []string {
	return []string{"Check has no cases yet"}
}
