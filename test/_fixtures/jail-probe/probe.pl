#!/usr/bin/perl
# Tries to get out of the engine's jail. Says one line per attempt: name, "escaped" or "blocked", and what it met.
use strict;
use warnings;
use IO::Socket::INET;
use Socket;

$| = 1;
my %given = map { split /=/, $_, 2 } @ARGV;

sub attempt {
    my ($name, $try) = @_;
    my $met = eval { local $SIG{ALRM} = sub { die "timeout\n" }; alarm 20; my $got = $try->(); alarm 0; $got };
    alarm 0;
    my $why = $@ || $! || "refused";
    $why =~ s/\s+/ /g;
    print join("\t", $name, $met ? "escaped" : "blocked", $met ? $met : substr($why, 0, 80)), "\n";
}
sub reads { my $path = shift; open(my $file, "<", $path) or return 0; my $line = <$file>; return defined $line ? "read $path" : 0; }
sub lists { my $path = shift; opendir(my $dir, $path) or return 0; my @names = grep { !/^\.\.?$/ } readdir $dir; return @names ? "saw @names[0..0] in $path" : 0; }
sub writes { my $path = shift; open(my $file, ">>", $path) or return 0; syswrite($file, "x") or return 0; return "wrote $path"; }
sub opens { my ($mode, $path) = @_; open(my $file, $mode, $path) or return 0; return "opened $path"; }
sub runs { my $said = qx{@_ 2>&1}; die "$said\n" if $?; return "did: @_"; }
sub finds { my $word = shift; for my $path (glob "/proc/[0-9]*/environ") { open(my $file, "<", $path) or next; local $/; my $text = <$file>; return "found in $path" if defined $text && index($text, $word) >= 0; } die "not found\n"; }
sub child { my $try = shift; my $pid = fork(); die "no fork\n" if !defined $pid; if (!$pid) { my $ok = eval { $try->() }; exit($ok ? 0 : 1); } waitpid $pid, 0; return $? == 0 ? "went on" : die "ended with " . ($? & 127 ? "signal " . ($? & 127) : "code " . ($? >> 8)) . "\n"; }
sub connects { my $peer = shift; my $socket = IO::Socket::INET->new(PeerAddr => $peer, Timeout => 2) or return 0; return "connected to $peer"; }

# What belongs to the service and to others.
attempt("the key that seals every secret", sub { reads("$given{data}/secret.key") });
attempt("the API token of the local user", sub { reads("$given{data}/token") });
attempt("the data folder beside its own run", sub { my @seen = grep { $_ ne "$given{data}/engine" } glob("$given{data}/*"); @seen ? "saw @seen" : die "only the way to its own run\n" });
attempt("the folder of all runs", sub { my @others = grep { !/$given{run}/ } glob("$given{data}/engine/runs/*"); @others ? "saw @others" : die "only its own\n" });
attempt("another run's plan", sub { reads("$given{other}/plan.tfplan") });
attempt("another run's environment", sub { finds("canary-of-another-run") });
attempt("the service's environment", sub { finds("canary-of-the-service") });
attempt("the service's process", sub { open(my $f, "<", "/proc/$given{service}/cmdline") or return 0; <$f> =~ /node|jest/ ? "saw it" : die "not it\n" });
attempt("a signal to the service", sub { kill(0, $given{service}) ? "reached $given{service}" : 0 });
attempt("a signal to another run", sub { kill(0, $given{sleeper}) ? "reached $given{sleeper}" : 0 });
attempt("a link from /tmp to the key", sub { symlink("$given{data}/secret.key", "/tmp/link"); reads("/tmp/link") });
attempt("the root of the first process", sub { reads("/proc/1/root$given{data}/secret.key") });
attempt("the working folder of the first process", sub { lists("/proc/1/cwd/..") =~ /canary/ ? "saw it" : die "own root only\n" });

# Files of the machine.
attempt("/etc/shadow", sub { reads("/etc/shadow") });
attempt("/etc/passwd", sub { reads("/etc/passwd") });
attempt("home folders", sub { lists("/root") || lists("/home") });
attempt("the socket of Docker", sub { (-e "/var/run/docker.sock" || -e "/run/docker.sock") ? "is there" : 0 });
attempt("/run and /var", sub { lists("/run") || lists("/var") });
attempt("/sys and the control groups", sub { lists("/sys") });
attempt("this machine's temporary files", sub { -e $given{outside} ? "saw $given{outside}" : 0 });

# Writing.
attempt("a provider in the mirror", sub { writes("$given{mirror}/terraform-provider-x") });
attempt("a new file beside a provider", sub { opens(">", "$given{mirror}/new") });
attempt("the engine's own program", sub { writes($given{engine}) });
attempt("the CLI configuration", sub { writes($given{config}) });
attempt("name resolution", sub { writes("/etc/resolv.conf") || writes("/etc/hosts") });
attempt("its own synthesized files", sub { writes("cdk.tf.json") });
attempt("a new file in its folder", sub { opens(">", "new") });
attempt("the record that says which process it is", sub { writes("engine.pid") });
attempt("the root, /usr and /dev", sub { opens(">", "/new") || opens(">", "/usr/new") || opens(">", "/dev/shm/new") });
attempt("the kernel's core pattern", sub { writes("/proc/sys/kernel/core_pattern") });
attempt("the kernel's other settings", sub { opens(">", "/proc/sys/vm/drop_caches") || opens(">", "/proc/sysrq-trigger") });

# The kernel.
attempt("devices and kernel memory", sub { opens("<", "/dev/mem") || opens("<", "/dev/vda") || opens("<", "/dev/sda") || opens("<", "/proc/kcore") || opens("<", "/dev/kmsg") });
attempt("a device of its own", sub { runs("mknod", "/tmp/device", "b", "254", "0") });
attempt("a mount of its own", sub { runs("mount", "-t", "tmpfs", "none", "/tmp") });
attempt("making the root writable", sub { runs("mount", "-o", "remount,rw", "/") });
attempt("namespaces of its own", sub { runs("unshare", "-Urm", "true") });
attempt("another root", sub { chroot("/tmp") ? "did" : 0 });
attempt("another user", sub { $> = 0; $> == 0 ? "is root" : 0 });
attempt("the host's name", sub { runs("hostname", "escaped") });
attempt("shared memory of others", sub { my @lines = grep { /^0x/ } qx{ipcs -m}; @lines ? "saw @lines" : die "none\n" });
attempt("the kernel's log", sub { runs("dmesg") });

# Using it up.
attempt("a file larger than is allowed", sub { child(sub { local $SIG{XFSZ} = "IGNORE"; open(my $f, ">>", "errored.tfstate") or die; truncate($f, 600 * 1024 * 1024) or die; 1 }) });
attempt("filling the disk through /tmp", sub { child(sub { open(my $f, ">", "/tmp/fill") or die; my $block = "x" x (1 << 20); for (1 .. 400) { syswrite($f, $block) or die; } 1 }) });
unlink "/tmp/fill";
attempt("filling memory", sub { child(sub { my @kept; push @kept, "x" x (256 << 20) for 1 .. 12; 1 }) });
attempt("opening files without end", sub { my @kept; for (1 .. 6000) { open(my $f, "<", "/dev/null") or return 0; push @kept, $f; } "opened 6000" });
attempt("a fork bomb", sub { my @children; for (1 .. 3000) { my $pid = eval { local $SIG{ALRM} = sub { die }; alarm 3; my $made = fork(); alarm 0 if !defined $made || $made; $made }; if (!defined $pid) { my $count = @children; kill 9, @children; die "stopped at $count\n"; } if (!$pid) { alarm 0; sleep 60; exit 0; } push @children, $pid; } kill 9, @children; waitpid($_, 0) for @children; "started 3000" });

# The network is shared; these are told and not claimed.
attempt("network: the metadata address", sub { connects("169.254.169.254:80") });
attempt("network: a service on loopback", sub { connects("127.0.0.1:$given{port}") });
attempt("network: an abstract socket of the machine", sub { socket(my $s, PF_UNIX, SOCK_STREAM, 0); connect($s, pack_sockaddr_un("\0$given{abstract}")) ? "connected" : 0 });
