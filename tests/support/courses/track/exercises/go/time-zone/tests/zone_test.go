package zone

import (
	"testing"
	"time"
)

func hour(t *testing.T, month time.Month, place string) int {
	t.Helper()
	got, err := Noon(time.Date(2026, month, 15, 0, 0, 0, 0, time.UTC), place)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestWinter(t *testing.T) {
	if got := hour(t, time.January, "Europe/Berlin"); got != 13 {
		t.Errorf("noon is %d o'clock in Berlin, want 13", got)
	}
}

func TestSummer(t *testing.T) {
	if got := hour(t, time.July, "America/New_York"); got != 8 {
		t.Errorf("noon is %d o'clock in New York, want 8", got)
	}
}

func TestNowhere(t *testing.T) {
	if _, err := Noon(time.Now(), "Nowhere/Land"); err == nil {
		t.Error("no error for a zone that is not there")
	}
}
