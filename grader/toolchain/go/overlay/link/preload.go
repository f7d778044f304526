package ld

import (
	"bufio"
	"cmd/internal/goobj"
	"os"
	"strings"
)

// assayPreload loads the packages that ASSAY_LINK_EARLY names, and what they import, before there is a main package: half
// of a small link is reading the standard library, and that can be done beside the compiler. Then it waits for a line on
// standard input, which names the import configuration of the whole, and hands back the main package as the next to be
// loaded. Every package named is one that the program will import, so the binary holds what it would hold otherwise.
func assayPreload(ctxt *Link) int {
	named := os.Getenv("ASSAY_LINK_EARLY")
	if named == "" {
		return 0
	}
	main := ctxt.Library[0]
	ctxt.Library = nil
	for _, path := range strings.Split(named, ",") {
		addlib(ctxt, "early", "early", path, goobj.FingerprintType{})
	}
	i := 0
	for ; i < len(ctxt.Library); i++ {
		loadobjfile(ctxt, ctxt.Library[i])
	}
	ctxt.loader.LoadEarly()
	line, err := bufio.NewReader(os.Stdin).ReadString('\n')
	if err != nil {
		Exitf("nothing to link: %v", err)
	}
	ctxt.readImportCfg(strings.TrimSpace(line))
	ctxt.Library = append(ctxt.Library, main)
	return i
}
