package io.github.pythondist.consumer;

/**
 * The interpreter that a goal uses.
 *
 * @param reason why this one: what was configured, or where the project names it
 */
public record InterpreterChoice(Coordinates coordinates, String reason) {}
