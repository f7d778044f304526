package policy

import "io"

func RunConstructs(args []string, stdout io.Writer) error { return nil }
