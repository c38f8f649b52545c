package example;

public class Greeter {}
