// Checks a copy of a log with golang.org/x/mod/sumdb/{note,tlog} alone: checkpoint, tiles, entries, proof files.
//
//	walk DIR VKEY ORIGIN PROOF…
//
// DIR holds what the log serves, by its paths. Prints one line for each thing that holds; ends with 1 at the first that does not.
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

func fail(format string, args ...interface{}) {
	fmt.Fprintf(os.Stderr, format+"\n", args...)
	os.Exit(1)
}

// tilePath is that of c2sp.org/tlog-tiles: the one of tlog without the height.
func tilePath(t tlog.Tile) string {
	return strings.Replace(t.Path(), fmt.Sprintf("tile/%d/", height), "tile/", 1)
}

type folder string

func (d folder) Height() int { return height }
func (d folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var data [][]byte
	for _, t := range tiles {
		b, err := os.ReadFile(filepath.Join(string(d), filepath.FromSlash(tilePath(t))))
		if err != nil {
			return nil, err
		}
		data = append(data, b)
	}
	return data, nil
}
func (d folder) SaveTiles([]tlog.Tile, [][]byte) {}

func openTree(signed []byte, verifier note.Verifier, origin string) tlog.Tree {
	n, err := note.Open(signed, note.VerifierList(verifier))
	if err != nil {
		fail("note: %v", err)
	}
	lines := strings.Split(n.Text, "\n")
	if len(lines) < 4 || lines[0] != origin {
		fail("checkpoint: not of %s", origin)
	}
	// tlog reads the same three lines under the one origin that it knows.
	tree, err := tlog.ParseTree([]byte("go.sum database tree\n" + strings.Join(lines[1:], "\n")))
	if err != nil {
		fail("checkpoint: %v", err)
	}
	return tree
}

func checkEntries(dir string, tree tlog.Tree, reader tlog.HashReader) {
	for first := int64(0); first < tree.N; first += 1 << height {
		width := tree.N - first
		if width > 1<<height {
			width = 1 << height
		}
		path := strings.Replace(tilePath(tlog.Tile{H: height, L: 0, N: first >> height, W: int(width)}), "tile/0/", "tile/entries/", 1)
		bundle, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(path)))
		if err != nil {
			fail("entries: %v", err)
		}
		var indexes []int64
		for i := first; i < first+width; i++ {
			indexes = append(indexes, tlog.StoredHashIndex(0, i))
		}
		hashes, err := reader.ReadHashes(indexes)
		if err != nil {
			fail("entries: %v", err)
		}
		for i := first; i < first+width; i++ {
			if len(bundle) < 2 || len(bundle) < 2+int(binary.BigEndian.Uint16(bundle)) {
				fail("entries: %s is too short", path)
			}
			size := int(binary.BigEndian.Uint16(bundle))
			if tlog.RecordHash(bundle[2:2+size]) != hashes[i-first] {
				fail("entries: entry %d is not the one in the tree", i)
			}
			bundle = bundle[2+size:]
		}
		if len(bundle) > 0 {
			fail("entries: %s is too long", path)
		}
	}
}

func checkProof(file string, verifier note.Verifier, origin string) {
	text, err := os.ReadFile(file)
	if err != nil {
		fail("proof: %v", err)
	}
	head, signed, found := bytes.Cut(text, []byte("\n\n"))
	lines := strings.Split(string(head), "\n")
	if !found || len(lines) < 3 || lines[0] != "c2sp.org/tlog-proof@v1" || !strings.HasPrefix(lines[1], "extra ") || !strings.HasPrefix(lines[2], "index ") {
		fail("proof: %s is not written as it must be", file)
	}
	leaf, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[1], "extra "))
	if err != nil {
		fail("proof: %v", err)
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[2], "index "), 10, 64)
	if err != nil {
		fail("proof: %v", err)
	}
	var proof tlog.RecordProof
	for _, line := range lines[3:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			fail("proof: %v", err)
		}
		proof = append(proof, hash)
	}
	tree := openTree(signed, verifier, origin)
	if err := tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(leaf)); err != nil {
		fail("proof: %s: %v", file, err)
	}
	fmt.Printf("proof of %d in %d\n", index, tree.N)
}

func main() {
	if len(os.Args) < 4 {
		fail("walk DIR VKEY ORIGIN PROOF…")
	}
	dir, origin := os.Args[1], os.Args[3]
	verifier, err := note.NewVerifier(os.Args[2])
	if err != nil {
		fail("vkey: %v", err)
	}
	signed, err := os.ReadFile(filepath.Join(dir, "checkpoint"))
	if err != nil {
		fail("checkpoint: %v", err)
	}
	tree := openTree(signed, verifier, origin)
	fmt.Printf("checkpoint of %d\n", tree.N)

	// Every tile that is read is checked against the root of the checkpoint.
	reader := tlog.TileHashReader(tree, folder(dir))
	root, err := tlog.TreeHash(tree.N, reader)
	if err != nil || root != tree.Hash {
		fail("tiles: %v", err)
	}
	fmt.Println("tiles")
	checkEntries(dir, tree, reader)
	fmt.Println("entries")

	if old, err := os.ReadFile(filepath.Join(dir, "checkpoint.older")); err == nil {
		older := openTree(old, verifier, origin)
		proof, err := tlog.ProveTree(tree.N, older.N, reader)
		if err == nil {
			err = tlog.CheckTree(proof, tree.N, tree.Hash, older.N, older.Hash)
		}
		if err != nil {
			fail("consistency: %v", err)
		}
		fmt.Printf("consistency of %d with %d\n", older.N, tree.N)
		if theirs, err := os.ReadFile(filepath.Join(dir, "consistency")); err == nil {
			var lines []string
			for _, hash := range proof {
				lines = append(lines, hash.String())
			}
			if strings.Join(lines, "\n") != strings.TrimSuffix(string(theirs), "\n") {
				fail("consistency: another proof than ours")
			}
			fmt.Println("the same consistency proof")
		}
	}
	for _, file := range os.Args[4:] {
		checkProof(file, verifier, origin)
	}
}
