package shape

import "errors"

// Shape has an area.
type Shape interface{ Area() int }

type rectangle struct{ width, height int }

func (r rectangle) Area() int { return r.width * r.height }

// ErrUnknown is for names that are not known.
var ErrUnknown = errors.New("unknown shape")

// New makes a shape by its name.
func New(name string, width, height int) (Shape, error) {
	if name != "rectangle" {
		return nil, ErrUnknown
	}
	return rectangle{width, height}, nil
}
