package io.github.pythondist.elf;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/**
 * The machines a target may name, by the names the catalog uses, with the class and byte order that Linux runs them in.
 *
 * @see <a href="https://www.sco.com/developers/gabi/latest/ch4.eheader.html">gABI, ELF header: e_machine</a>
 */
public enum Machine {
    X86("x86", 3, 32, ByteOrder.LITTLE_ENDIAN),
    PPC64LE("ppc64le", 21, 64, ByteOrder.LITTLE_ENDIAN),
    S390X("s390x", 22, 64, ByteOrder.BIG_ENDIAN),
    ARM("arm", 40, 32, ByteOrder.LITTLE_ENDIAN),
    X86_64("x86_64", 62, 64, ByteOrder.LITTLE_ENDIAN),
    AARCH64("aarch64", 183, 64, ByteOrder.LITTLE_ENDIAN),
    RISCV64("riscv64", 243, 64, ByteOrder.LITTLE_ENDIAN),
    LOONGARCH64("loongarch64", 258, 64, ByteOrder.LITTLE_ENDIAN);

    private final String label;
    private final int number;
    private final int bits;
    private final ByteOrder byteOrder;

    Machine(String label, int number, int bits, ByteOrder byteOrder) {
        this.label = label;
        this.number = number;
        this.bits = bits;
        this.byteOrder = byteOrder;
    }

    /** The name in catalog and reports. */
    public String label() {
        return label;
    }

    /** What a file is for, such as {@code x86_64}; said in full where class or byte order are others than usual. */
    static String label(int number, int bits, ByteOrder byteOrder) {
        Optional<Machine> known = Arrays.stream(values())
                .filter(machine -> machine.number == number)
                .findFirst();
        String name = known.map(Machine::label).orElse("machine " + number);
        boolean usual = known.isEmpty()
                || (known.get().bits == bits && known.get().byteOrder.equals(byteOrder));
        return usual
                ? name
                : name + " (" + bits + "-bit, " + (byteOrder.equals(ByteOrder.BIG_ENDIAN) ? "big" : "little")
                        + "-endian)";
    }
}
