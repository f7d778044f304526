// Package absolute measures.
package absolute
