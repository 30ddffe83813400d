# hark: small filters that listen to what customers say and follow it to the sale
#
#   make             every program into build/bin
#   make check       build, lint and run every test that needs no network
#   make SAN=1 check the same under address and undefined-behaviour sanitizers
#   make faults      every filter with each allocation and system call failing, and killed at each: nine minutes of processor time
#   make year        the longest tests: a year of nights is one backfill, 200 nights are killed
#   make mutants     bugs planted in the filters, and who tells of each: two minutes
#   make fuzz        every parser by libFuzzer, SECONDS=60 each: clang and libclang-rt are needed
#   make coverage    branches of base/, ports/ and stream/ that the tests take: by gcov
#   make bench       ratios against other tools on this machine
#   make demo        the pipeline over samples/world, beside its ledger
#   make install     PREFIX=/usr/local, DESTDIR=
#   make dist        hark with its libraries, as build/dist/hark-VERSION.tar.gz: for any machine with glibc 2.36 or later
#   make spark       the pipeline on Apache Spark, byte for byte: docs/cluster.md
#   ISAL=0           build with zlib alone
#   LTO=0            link without a look over all files: a tenth slower programs, a build in half the time
#   HYPERSCAN=0      build without it: rules then know no /regular expressions/

PREFIX ?= /usr/local
VERSION := 0.1.0
SAN ?= 0
FUZZ ?= 0
COVERAGE ?= 0
ISAL ?= 1
LTO ?= $(if $(filter 1,$(SAN) $(COVERAGE)),0,1)
HYPERSCAN ?= 1

variant := $(if $(filter 1,$(SAN)),-san)$(if $(filter 0,$(ISAL)),-zlib)$(if $(filter 0,$(HYPERSCAN)),-nohs)
B ?= build$(variant)

FILTERS := $(patsubst filters/%.c,%,$(wildcard filters/*.c))
LIBRARY_C := $(wildcard filters/*/*.c)
LIBRARY_CC := $(wildcard filters/ports/*.cc)
SCRIPTS := rows report load day backfill audit forget doctor
SHARED := $(wildcard scripts/page/* scripts/sql/* scripts/runs/*)
UNIT := $(patsubst tests/unit/%.c,%,$(wildcard tests/unit/*.c))

warnings := -Wall -Wextra -Werror -Wshadow -Wpointer-arith -Wwrite-strings -Wvla
hardening := -fPIE -fstack-protector-strong -fstack-clash-protection
link_hardening := -pie -Wl,-z,relro,-z,now,--as-needed
# Libraries beside the programs count first, for these and for theirs, which RUNPATH would not do: make dist brings some.
beside := -Wl,-rpath,'$$ORIGIN/../lib',--disable-new-dtags
# Objects hold machine code beside what the link-time optimiser reads, so that tests link without it.
lto := $(if $(filter 1,$(LTO)),-flto=auto -ffat-lto-objects)
sanitizers := -fsanitize=address,undefined $(if $(filter 1,$(FUZZ)),-fsanitize=fuzzer-no-link -fno-sanitize=pointer-overflow -Wno-unknown-warning-option)
ifeq ($(SAN),1)
  optimise := -O1 -g -fno-omit-frame-pointer $(sanitizers) -fno-sanitize-recover=all \
              -Wno-maybe-uninitialized # gcc is wrong about it in the headers of libstdc++ here
else
  optimise := -O3 -g -D_FORTIFY_SOURCE=2
endif

CFLAGS ?=
CXXFLAGS ?=
LDFLAGS ?=
common_flags = -Ifilters -D_GNU_SOURCE -DHARK_VERSION='"$(VERSION)"' -DHARK_ISAL=$(ISAL) \
               -DHARK_HYPERSCAN=$(HYPERSCAN) \
               $(warnings) $(hardening) $(optimise) $(lto) -ffp-contract=off -MMD -MP
all_cflags = -std=gnu17 -Wstrict-prototypes -Wmissing-prototypes $(common_flags) $(CFLAGS)
all_cxxflags = -std=c++17 -fno-exceptions -fno-rtti $(common_flags) $(CXXFLAGS)
libraries := -lcld2 -llinear -lsimdjson $(if $(filter 1,$(ISAL)),-lisal) $(if $(filter 1,$(HYPERSCAN)),-lhs) -lz -lzstd -lbz2 -llzma -larchive -lcurl \
             -lcsv -lexpat -ljq -lxxhash -lnettle -lsodium -lutf8proc -lical -lseccomp -lm

library_objects := $(LIBRARY_C:filters/%.c=$B/%.o) $(LIBRARY_CC:filters/%.cc=$B/%.o)
programs := $(FILTERS:%=$B/bin/hark-%)
scripts := $(SCRIPTS:%=$B/bin/hark-%)
shared := $(SHARED:scripts/%=$B/share/hark/%)
unit_programs := $(UNIT:%=$B/unit/%)

.PHONY: all tests check year faults mutants fuzz fuzzers coverage bench spark demo dist install uninstall clean unit lint bless
.SECONDARY:

all: $(programs) $(scripts) $(shared) $B/bin/hark

$B/libhark.a: $(library_objects)
	@rm -f $@
	ar rcs $@ $^

$B/bin/hark-%: $B/%.o $B/libhark.a
	@mkdir -p $(@D)
	$(CXX) $(optimise) $(lto) $(link_hardening) $(beside) $(LDFLAGS) -o $@ $< $B/libhark.a $(libraries)

$B/bin/hark: scripts/hark
	@mkdir -p $(@D)
	sed 's/@VERSION@/$(VERSION)/' $< >$@.tmp
	chmod 755 $@.tmp
	mv $@.tmp $@

$(scripts): $B/bin/hark-%: scripts/%
	@mkdir -p $(@D)
	sed 's/@VERSION@/$(VERSION)/' $< >$@.tmp
	chmod 755 $@.tmp
	mv $@.tmp $@

$(shared): $B/share/hark/%: scripts/%
	@mkdir -p $(@D)
	cp $< $@

# Characters that look alike: as ICU has them, asked once, here.
$B/confusables: scripts/confusables.c
	@mkdir -p $(@D)
	$(CC) -std=gnu17 -D_GNU_SOURCE $(warnings) -O1 -o $@ $< -licui18n -licuuc

$B/confusables.table: $B/confusables
	$< >$@.tmp
	mv $@.tmp $@

$B/domain/confusable_table.o: $B/confusables.table
$B/domain/confusable_table.o: override CFLAGS += -Wa,-I$B -fno-lto
# Counted are the layers that everything stands on; the rest is as fast as ever.
ifeq ($(COVERAGE),1)
$(filter $B/base/% $B/ports/% $B/stream/%,$(library_objects)): override optimise := -O0 -g --coverage
override LDFLAGS += --coverage
endif

# The optimiser knows malloc too well to be shown another.
$B/base/memory.o: override CFLAGS += -fno-lto -fno-builtin

$B/validate.o: docs/record.schema.json
$B/classify/open.o: samples/models/sentiment.model
$B/domain/channel_default.o: samples/channels/ga4.channels samples/channels/sources.csv

$B/%.o: filters/%.c
	@mkdir -p $(@D)
	$(CC) $(all_cflags) -c -o $@ $<

$B/%.o: filters/%.cc
	@mkdir -p $(@D)
	$(CXX) $(all_cxxflags) -c -o $@ $<

$B/unit/%.o: tests/unit/%.c
	@mkdir -p $(@D)
	$(CC) $(all_cflags) -c -o $@ $<

$B/unit/%: $B/unit/%.o $B/libhark.a
	$(CXX) $(optimise) -fno-lto $(link_hardening) $(LDFLAGS) -o $@ $< $B/libhark.a -lcmocka $(libraries) -licui18n -licuuc

# What is loaded under the filters to disturb them: it knows one processor's registers, and no sanitizer's malloc.
shim := $(if $(filter 1,$(SAN)),,$(if $(filter x86_64,$(shell uname -m)),$B/faults/shim.so))

$B/faults/shim.so: $(wildcard tests/faults/shim*.c) tests/faults/shim.h
	@mkdir -p $(@D)
	$(CC) -std=gnu17 -D_GNU_SOURCE $(warnings) -O1 -g -fPIC -shared -o $@ $(filter %.c,$^)

# What the tests of faults are played by: cuts with the machine's inflate and with zlib's.
$B/faults/%.o: tests/faults/%.c
	@mkdir -p $(@D)
	$(CC) $(all_cflags) -c -o $@ $<

$B/faults/zlib/deflate.o: filters/ports/deflate.c
	@mkdir -p $(@D)
	$(CC) $(filter-out -DHARK_ISAL=%,$(all_cflags)) -DHARK_ISAL=0 -c -o $@ $<

$B/faults/cuts-zlib: $B/faults/zlib/deflate.o
$B/faults/cuts $B/faults/cuts-zlib: $B/faults/cuts.o $(patsubst tests/%.c,$B/%.o,$(wildcard tests/faults/sample*.c)) $B/libhark.a
	$(CXX) $(optimise) -fno-lto $(link_hardening) $(LDFLAGS) -o $@ $(filter %.o,$^) $B/libhark.a $(libraries)

# A filter with a bug that tests/faults/mutants.py has planted in a copy of one of its files: what stands first is linked.
$B/mutants/%/mutant.o: $B/mutants/%/mutant.c
	$(CC) $(all_cflags) -w -c -o $@ $<

define mutant_of
$B/mutants/%/hark-$(1): $B/mutants/%/mutant.o $B/$(1).o $B/libhark.a
	$$(CXX) $$(optimise) -fno-lto $$(link_hardening) $$(LDFLAGS) -Wl,--allow-multiple-definition -o $$@ $$^ $$(libraries)
endef
$(foreach filter,$(FILTERS),$(eval $(call mutant_of,$(filter))))

# What libFuzzer plays; clang and its runtime are needed. make fuzz builds all of it apart, into build-fuzz.
fuzzers := $(patsubst tests/fuzz/%.c,$B/fuzz/%,$(filter-out tests/fuzz/common.c,$(wildcard tests/fuzz/*.c)))

$B/fuzz/%.o: tests/fuzz/%.c
	@mkdir -p $(@D)
	$(CC) $(all_cflags) -c -o $@ $<

# Of the library what the targets use, which takes half as long to build.
fuzzed := $(filter $B/base/% $B/ports/% $B/stream/% $B/sources/% \
            $B/domain/entry_file.o $B/domain/le% $B/domain/lin% $B/domain/rule% $B/domain/sieve.o $B/domain/token%,\
            $(filter-out $B/ports/schema.o,$(library_objects)))

$B/fuzz/libhark.a: $(fuzzed)
	@mkdir -p $(@D)
	@rm -f $@
	ar rcs $@ $^

$(fuzzers): $B/fuzz/%: $B/fuzz/%.o $B/fuzz/common.o $B/fuzz/libhark.a
	$(CXX) $(optimise) -fsanitize=fuzzer $(LDFLAGS) -o $@ $^ $(libraries)

fuzzers: $(fuzzers)

fault_programs := $B/faults/cuts $B/faults/cuts-zlib

tests: all $(unit_programs) $(shim) $(fault_programs)

unit: $(unit_programs)
	tests/run --unit $B

check: tests
	scripts/lint
	tests/run $B

faults: tests
	tests/faults/mutants.py $B
	tests/faults/driver.py $B
	tests/faults/crosscheck.py $B || [ $$? -eq 99 ]
	tests/faults/leaks.py $B
	HARK_LONG=1 tests/run $B tests/faults/cuts.bats tests/faults/minefield.bats tests/faults/slow.bats

# Each target for SECONDS, in a build of its own by clang.
SECONDS ?= 60
fuzz:
	$(MAKE) B=build-fuzz SAN=1 FUZZ=1 CC=clang CXX=clang++ fuzzers
	tests/fuzz/run build-fuzz $(SECONDS)

# Branches of base/, ports/ and stream/ that are taken by the unit tests, by each system call that the fault driver lets fail, by the cuts and hostile
# cases, and by those tests of filters that lean on them: ten minutes. A filter that confines itself may still write where its temporary file is.
coverage_tests := aggregate/edges aggregate/measured attribute/carry classify/cache classify/rules classify/tongue day/day dedupe/dedupe \
                  every/contract every/every faults/cuts faults/minefield fetch/containers fetch/documents fetch/http fetch/lies fetch/limits \
                  fetch/lines fetch/only_new fetch/rows fetch/s3 fetch/tls fetch/verify normalize/normalize normalize/salvage normalize/warc train/train \
                  validate/validate via/via
coverage:
	$(MAKE) B=build-cov COVERAGE=1 tests
	find build-cov -name '*.gcda' -delete
	-tests/run --unit build-cov
	-HARK_FAULTS_COVERAGE=1 tests/faults/driver.py build-cov --kinds call
	-TMPDIR=$(CURDIR)/build-cov tests/run build-cov $(coverage_tests:%=tests/%.bats)
	tests/coverage build-cov

mutants: all
	tests/faults/mutants.py $B

# A year, day by day and at once, and 200 kills; the suite has two weeks of the one and a dozen of the others.
year: all
	HARK_YEAR=1 HARK_KILLS=200 tests/run $B tests/day/restate.bats tests/day/killed.bats

lint:
	scripts/lint

demo: all
	scripts/demo

bench: all
	scripts/bench

# The pipeline on Apache Spark, which it installs first, by what make dist has made. SPARK_BYTES are generated for it.
SPARK_BYTES ?= 1G
SPARK_PARTITIONS ?= 1 2 7
spark: dist
	scripts/spark/setup $B
	HARK_SPARK=$(abspath $B/spark) HARK_SPARK_BYTES=$(SPARK_BYTES) HARK_SPARK_PARTITIONS="$(SPARK_PARTITIONS)" tests/run $B tests/spark

# Rewrites the expected files of golden cases: make bless T=normalize/twitter1
bless: all
	tests/bless $B $(T)

man_pages := $(wildcard docs/*.1)

install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/man/man1 \
	    $(DESTDIR)$(PREFIX)/share/doc/hark $(DESTDIR)$(PREFIX)/share/hark/page $(DESTDIR)$(PREFIX)/share/hark/sql $(DESTDIR)$(PREFIX)/share/hark/runs \
	    $(DESTDIR)$(PREFIX)/share/bash-completion/completions \
	    $(DESTDIR)$(PREFIX)/share/zsh/site-functions
	install -m 755 $(programs) $(scripts) $B/bin/hark $(DESTDIR)$(PREFIX)/bin
	install -m 644 $(filter $B/share/hark/page/%,$(shared)) $(DESTDIR)$(PREFIX)/share/hark/page
	install -m 644 $(filter $B/share/hark/sql/%,$(shared)) $(DESTDIR)$(PREFIX)/share/hark/sql
	install -m 644 $(filter $B/share/hark/runs/%,$(shared)) $(DESTDIR)$(PREFIX)/share/hark/runs
	install -m 644 $(man_pages) $(DESTDIR)$(PREFIX)/share/man/man1
	install -m 644 README.md LICENSE $(wildcard docs/*.md docs/*.json) \
	    $(DESTDIR)$(PREFIX)/share/doc/hark
	scripts/completion bash $(programs) $(scripts) >$(DESTDIR)$(PREFIX)/share/bash-completion/completions/hark
	scripts/completion zsh $(programs) $(scripts) >$(DESTDIR)$(PREFIX)/share/zsh/site-functions/_hark

dist: all
	rm -rf $B/dist/hark-$(VERSION)
	$(MAKE) -s install PREFIX= DESTDIR=$B/dist/hark-$(VERSION)
	scripts/dist $B/dist/hark-$(VERSION)

uninstall:
	rm -f $(FILTERS:%=$(DESTDIR)$(PREFIX)/bin/hark-%) $(SCRIPTS:%=$(DESTDIR)$(PREFIX)/bin/hark-%) $(DESTDIR)$(PREFIX)/bin/hark \
	    $(man_pages:docs/%=$(DESTDIR)$(PREFIX)/share/man/man1/%) \
	    $(DESTDIR)$(PREFIX)/share/bash-completion/completions/hark \
	    $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_hark
	rm -rf $(DESTDIR)$(PREFIX)/share/doc/hark $(DESTDIR)$(PREFIX)/share/hark

clean:
	rm -rf build-fuzz build-cov build build-san build-zlib build-san-zlib build*-nohs

-include $(library_objects:.o=.d) $(FILTERS:%=$B/%.d) $(UNIT:%=$B/unit/%.d) $(wildcard $B/faults/*.d $B/faults/*/*.d)
