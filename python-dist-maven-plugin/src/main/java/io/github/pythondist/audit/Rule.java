package io.github.pythondist.audit;

/**
 * One thing the audit proves.
 *
 * @param id for reports and allowances, such as {@code needed-libraries}
 * @param title what holds if it passes
 * @param evidence what is looked at
 * @param remedy what to do about findings
 * @param check the look itself
 */
record Rule(String id, String title, String evidence, String remedy, Check check) {

    /** Judges one subject; throws nothing for what is in the archive. */
    @FunctionalInterface
    interface Check {
        Verdict on(Subject subject);
    }
}
