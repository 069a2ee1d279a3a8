# Learn from mails and score mails with SpamAssassin's Bayes alone: no rules, no network.
#
# perl spamassassin.pl FOLDER < MAILS
#
# FOLDER keeps the counts. Standard input holds, for each mail, a line of its task (spam, ham or score) and its length in
# bytes, and then the mail. Prints the probability of each mail to score, one a line; 0.5 where no token of it is known.

use strict;
use warnings;
use Mail::SpamAssassin;
use Mail::SpamAssassin::PerMsgStatus;

my ($folder) = @ARGV;
my $filter = Mail::SpamAssassin->new({
    local_tests_only => 1,
    dont_copy_prefs => 1,
    userprefs_filename => '/dev/null',
    userstate_dir => $folder,
    home_dir_for_helpers => $folder,
    # Nothing is forgotten, nothing is learned from what is scored, and the fake heads of the mails say nothing.
    post_config_text => <<"END",
use_bayes 1
bayes_path $folder/bayes
bayes_auto_expire 0
bayes_auto_learn 0
bayes_learn_to_journal 0
bayes_min_ham_num 1
bayes_min_spam_num 1
bayes_ignore_header Message-ID
END
});
$filter->init(0);
$filter->init_learner({ caller_will_untie => 1, wait_for_lock => 1 });
binmode STDIN;
while (my $line = <STDIN>) {
    my ($task, $length) = split ' ', $line;
    read(STDIN, my $bytes, $length) == $length or die "a mail is cut short\n";
    my $mail = $filter->parse($bytes, 1);
    if ($task eq 'score') {
        my $status = Mail::SpamAssassin::PerMsgStatus->new($filter, $mail);
        $mail->extract_message_metadata($status);
        $filter->call_plugins('check_bayes', $status, undef, 0, 1);
        printf "%.17g\n", $status->{bayes_score} // 0.5;
        $status->finish;
    } else {
        $filter->learn($mail, undef, $task eq 'spam', 0);
    }
    $mail->finish;
}
$filter->finish_learner;
$filter->finish;
