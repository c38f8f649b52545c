def install = evaluate(new File(basedir, '../../../fake-python.groovy'))
['linux-x86_64', 'linux-x86_64-debug', 'linux-aarch_64', 'windows-x86_64'].each {
    install('org.example.pythons', '3.99', '3.99.1-1', it)
}
return true
