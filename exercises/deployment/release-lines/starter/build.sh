# one line for each target
go build -o dist/pager-linux-amd64 .
