package list

// nothing
