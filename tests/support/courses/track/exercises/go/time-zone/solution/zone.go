package zone

import "time"

// Noon says which hour it is there when it is noon in UTC on that day.
func Noon(day time.Time, there string) (int, error) {
	place, err := time.LoadLocation(there)
	if err != nil {
		return 0, err
	}
	noon := time.Date(day.Year(), day.Month(), day.Day(), 12, 0, 0, 0, time.UTC)
	return noon.In(place).Hour(), nil
}
