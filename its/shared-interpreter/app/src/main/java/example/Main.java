package example;

public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        System.out.println(Status.NOT_FOUND.code);
    }
}
