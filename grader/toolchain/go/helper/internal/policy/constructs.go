package policy

import (
	"encoding/json"
	"io"
)

// Construct is something of the language that a policy can forbid or require by name.
type Construct struct {
	Name  string `json:"name"`
	About string `json:"about"`
}

// Constructs lists all of them. Builtins (append, panic …) are meant by type: a function of the learner's own that is
// called panic is not the builtin.
var Constructs = []Construct{
	{"append", "the builtin append"},
	{"array", "an array type, such as [4]int"},
	{"bitwise", "an operator on bits: & | ^ &^ << >> and their assignments"},
	{"break", "a break statement"},
	{"cap", "the builtin cap"},
	{"chan", "a channel type"},
	{"clear", "the builtin clear"},
	{"close", "the builtin close"},
	{"closure", "a function literal that uses a variable of the function around it"},
	{"const", "a constant declaration"},
	{"continue", "a continue statement"},
	{"copy", "the builtin copy"},
	{"defer", "a defer statement"},
	{"delete", "the builtin delete"},
	{"else", "an else branch"},
	{"embedding", "an embedded field or interface"},
	{"fallthrough", "a fallthrough statement"},
	{"float", "a variable, field or literal of a floating-point type"},
	{"for", "a for statement that is not over a range"},
	{"func-literal", "a function literal"},
	{"generics", "a declaration with type parameters"},
	{"global-var", "a variable at package level"},
	{"go", "a go statement"},
	{"goto", "a goto statement"},
	{"if", "an if statement"},
	{"init", "an init function"},
	{"interface", "an interface type that is written out"},
	{"iota", "iota in a constant declaration"},
	{"label", "a label"},
	{"len", "the builtin len"},
	{"loop", "a for statement of any form"},
	{"make", "the builtin make"},
	{"map", "a map type"},
	{"max", "the builtin max"},
	{"method", "a method declaration"},
	{"min", "the builtin min"},
	{"mutex", "sync.Mutex or sync.RWMutex"},
	{"named-result", "a function with named results"},
	{"new", "the builtin new"},
	{"panic", "the builtin panic"},
	{"pointer", "a pointer type, or the address of something"},
	{"print", "the builtin print or println"},
	{"range", "a for statement over a range"},
	{"receive", "a receive from a channel"},
	{"recover", "the builtin recover"},
	{"recursion", "a function that calls itself, directly or through others of the package"},
	{"select", "a select statement"},
	{"send", "a send to a channel"},
	{"slice", "a slice type"},
	{"string-concat", "strings put together with +"},
	{"struct", "a struct type"},
	{"switch", "a switch on values"},
	{"type-assertion", "a type assertion"},
	{"type-switch", "a switch on types"},
	{"variadic", "a function with a variable number of arguments"},
}

// RunConstructs is the command `assay-go constructs`.
func RunConstructs(_ []string, stdout io.Writer) error {
	text, err := json.MarshalIndent(Constructs, "", " ")
	if err == nil {
		_, err = stdout.Write(append(text, '\n'))
	}
	return err
}
