# Writes the assembly and the version script of a library that links like another, but ends at an older glibc:
#
#   stub.pl LIBRARY FLOOR OUT.s OUT.map
#
# It has the same symbols, in sections of the same names, so that programs find data of the same size, alignment and
# aliases; it has no code. Left out are GLIBC_PRIVATE and versions above the floor. Where such a version was the one
# that new programs get, they now get the newest that is left, as they did on a system with the old glibc. Names that
# new programs got in no version stay so. Rules: System V gABI, "Symbol Table"; LSB Core, "Symbol Versioning".
use strict;
use warnings;

my ($library, $floor, $assembly, $script) = @ARGV;
my $readelf = $ENV{READELF} || 'llvm-readelf';

sub lines_of {
    open my $pipe, '-|', $readelf, '-W', @_, $library or die "$readelf: $!\n";
    my @lines = <$pipe>;
    close $pipe or die "$readelf cannot read $library\n";
    return @lines;
}

# A glibc version as something to compare; nothing for the name of another.
sub number {
    return undef unless $_[0] =~ /^GLIBC_([0-9.]+)$/;
    return join '', map { sprintf '%04d', $_ } (split(/\./, $1), 0, 0, 0)[0 .. 3];
}

sub is_kept {
    my $number = number($_[0]);
    return $_[0] ne 'GLIBC_PRIVATE' && (!defined $number || $number le number("GLIBC_$floor"));
}

# --- what the library has -----------------------------------------------------------------------------------------
my @sections;    # by index
for (lines_of('-S')) {
    next unless /^\s*\[\s*(\d+)\]\s+(\S+)\s+(\S+)\s+([0-9a-f]+)(?:\s[0-9a-f]+){3}\s+([A-Z]*)\s.*\s(\d+)$/;
    $sections[$1] = { name => $2, type => $3, address => hex $4, flags => $5, alignment => $6 || 1 };
}

my @versions = map { /Index: \d+ .*Name: (\S+)/ && !/BASE/ && is_kept($1) ? $1 : () } lines_of('-V');

my %definitions;    # by name
for (lines_of('--dyn-syms')) {
    next unless /^\s*\d+:\s([0-9a-f]+)\s+(\d+)\s(FUNC|IFUNC|OBJECT|TLS|NOTYPE)\s+(GLOBAL|WEAK)\s+\S+\s.*?(\d+)\s(\S+)$/;
    my ($address, $size, $type, $binding, $section) = (hex $1, $2, $3, $4, $5);
    my ($name, $at, $version) = $6 =~ /^([^@]+)(@@?)(\S+)$/ ? ($1, $2, $3) : ($6, '', '');
    push @{ $definitions{$name} }, {
        name => $name, at => $at, version => $version,
        address => $address, size => $size, type => $type, binding => $binding, section => $section,
    };
}

# --- what is kept of it -------------------------------------------------------------------------------------------
my %kept;           # by index of the section
for my $name (sort keys %definitions) {
    my @all  = @{ $definitions{$name} };
    my @kept = grep { is_kept($_->{version}) } @all;
    my ($default) = grep { $_->{at} eq '@@' } @all;
    if ($default && !is_kept($default->{version}) && defined number($default->{version})) {
        my @dated = grep { defined number($_->{version}) } @kept;
        my ($newest) = sort { number($b->{version}) cmp number($a->{version}) } @dated;
        $newest->{at} = '@@' if $newest;
    }
    push @{ $kept{ $_->{section} } }, $_ for @kept;
}

# --- the stub -----------------------------------------------------------------------------------------------------
my %types = (FUNC => 'function', IFUNC => 'function', OBJECT => 'object', TLS => 'tls_object', NOTYPE => 'notype');

open my $out, '>', $assembly or die "$assembly: $!\n";
my $count = 0;
for my $index (sort { $a <=> $b } keys %kept) {
    my $section = $sections[$index] or die "$library has no section $index\n";
    my $flags = 'a' . join '', map { $section->{flags} =~ /$_/i ? $_ : () } qw(w x T);
    my $type  = $section->{type} eq 'NOBITS' ? 'nobits' : 'progbits';
    print $out "\t.section $section->{name},\"$flags\",\@$type\n\t.balign $section->{alignment}\n";

    my $code = $section->{flags} =~ /X/;
    my $end  = 0;
    my @symbols = sort {
        $a->{address} <=> $b->{address} || $a->{name} cmp $b->{name} || $a->{version} cmp $b->{version}
    } @{ $kept{$index} };
    # A thread's variable has its place in the thread's block for a value, not an address.
    my $start = $symbols[0]{type} eq 'TLS' ? $symbols[0]{address} : $section->{address};
    for my $symbol (@symbols) {
        my $label = 'stub_' . $count++;
        my $scope = $symbol->{binding} eq 'WEAK' ? '.weak' : '.globl';
        if (!$code) {
            my $offset = $symbol->{address} - $start;
            print $out "\t.org $offset\n";
            $end = $offset + $symbol->{size} if $offset + $symbol->{size} > $end;
        }
        print $out "\t$scope $label\n\t.type $label, \@$types{$symbol->{type}}\n$label:\n";
        print $out "\t.size $label, $symbol->{size}\n" if !$code;
        # A versioned name takes the label's place, one without a version stands beside it.
        print $out $symbol->{version}
            ? "\t.symver $label, $symbol->{name}$symbol->{at}$symbol->{version}, remove\n"
            : "\t$scope $symbol->{name}\n\t.set $symbol->{name}, $label\n\t.hidden $label\n";
    }
    print $out "\t.org $end\n" if $end;
}
close $out or die "$assembly: $!\n";

open my $map, '>', $script or die "$script: $!\n";
print $map "$_ { };\n" for @versions;
close $map or die "$script: $!\n";
