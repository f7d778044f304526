module assay/helper

go 1.26
