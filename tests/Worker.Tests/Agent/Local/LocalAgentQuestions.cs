using Microsoft.Extensions.AI;
using Workers.Worker.Agent.Local;

namespace Workers.Worker.Tests.Agent.Local;

public sealed class LocalAgentQuestions
{
    private static readonly LocalAgent Agent = LocalAgent.From(folder: null);

    [Theory]
    [InlineData("Where is my order?", "Order tracking")]
    [InlineData("where's my parcel", "Order tracking")]
    [InlineData("My package has not arrived yet, where is it?", "Order tracking")]
    [InlineData("The tracking says delivered but I got nothing", "Order tracking")]
    [InlineData("How much does express shipping cost?", "Express shipping")]
    [InlineData("How long does express shipping take?", "Express shipping")]
    [InlineData("Can I get it tomorrow with express?", "Express shipping")]
    [InlineData("What does standard shipping cost?", "Standard shipping")]
    [InlineData("How long does standard delivery take?", "Standard shipping")]
    [InlineData("Which carrier do you use?", "Standard shipping")]
    [InlineData("Do you ship to Switzerland?", "International delivery")]
    [InlineData("Do I have to pay customs duties?", "International delivery")]
    [InlineData("How can I return an item?", "Returns")]
    [InlineData("How many days do I have to send something back?", "Returns")]
    [InlineData("What can't be returned?", "Returns")]
    [InlineData("When will I get my money back?", "Refunds")]
    [InlineData("My refund has not arrived", "Refunds")]
    [InlineData("How do I swap it for another colour?", "Exchanges")]
    [InlineData("I received the wrong article", "Exchanges")]
    [InlineData("My vase arrived broken", "Damaged or missing items")]
    [InlineData("An item is missing from my order", "Damaged or missing items")]
    [InlineData("How long is the warranty?", "Warranty and repairs")]
    [InlineData("My toaster stopped working after a year, is that covered by the guarantee?", "Warranty and repairs")]
    [InlineData("Which payment methods do you accept?", "Payment methods")]
    [InlineData("Can I pay with PayPal?", "Payment methods")]
    [InlineData("My card was declined", "Payment methods")]
    [InlineData("Where do I find my invoice?", "Invoices and receipts")]
    [InlineData("I need a receipt with our company's VAT number", "Invoices and receipts")]
    [InlineData("How long is a gift card valid?", "Gift cards")]
    [InlineData("How do I redeem a gift card?", "Gift cards")]
    [InlineData("My discount code does not work", "Discount codes and vouchers")]
    [InlineData("Can I combine two vouchers?", "Discount codes and vouchers")]
    [InlineData("I forgot my password", "Account and password")]
    [InlineData("How do I change my e-mail address?", "Account and password")]
    [InlineData("How do I cancel my order?", "Changing or cancelling an order")]
    [InlineData("I want to change the delivery address of my order", "Changing or cancelling an order")]
    [InlineData("How do I measure my chest?", "Size guide")]
    [InlineData("Which shoe size do I need?", "Size guide")]
    [InlineData("Please delete all my personal data", "Privacy and deletion of data")]
    [InlineData("can i pay by invoice", "Payment methods")]
    [InlineData("Can I pay in instalments?", "Payment methods")]
    [InlineData("I was charged twice", "Payment methods")]
    [InlineData("Can I change an order to express?", "Express shipping")]
    [InlineData("My express parcel was late, do I get the fee back?", "Express shipping")]
    [InlineData("Do you deliver to the United States?", "International delivery")]
    [InlineData("How do I get a copy of my data?", "Privacy and deletion of data")]
    [InlineData("my account is locked", "Account and password")]
    [InlineData("Is there a student discount?", "Discount codes and vouchers")]
    [InlineData("I lost my gift card", "Gift cards")]
    [InlineData("Who pays for the return parcel?", "Returns")]
    [InlineData("When is customer service open on Saturday?", "Contact and opening hours")]
    [InlineData("What are your opening hours?", "Contact and opening hours")]
    [InlineData("What is your telephone number?", "Contact and opening hours")]
    public void A_question_is_answered_from_the_article_that_treats_it(string question, string article)
    {
        Assert.StartsWith($"From the article \"{article}\":", Ask(question), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("What is the capital of France?")]
    [InlineData("Who won the world cup?")]
    [InlineData("How do I bake a chocolate cake?")]
    [InlineData("What will the weather be tomorrow?")]
    [InlineData("Write a poem about autumn leaves")]
    [InlineData("Is the moon made of cheese?")]
    [InlineData("Which football team is the best?")]
    [InlineData("Explain quantum mechanics to a child")]
    [InlineData("asdf qwertz")]
    [InlineData("Quel temps fait-il aujourd'hui ?")]
    [InlineData("How tall is the Eiffel tower?")]
    [InlineData("Can you recommend a good restaurant in Rome?")]
    [InlineData("What is 2 + 2?")]
    [InlineData("Do you know a good joke?")]
    [InlineData("How do I train my dog to sit?")]
    [InlineData("Who is the president of the United States?")]
    [InlineData("Recommend a film for tonight")]
    [InlineData("How do I learn to play the guitar?")]
    [InlineData("When does the next train to Berlin leave?")]
    [InlineData("What is the meaning of life?")]
    [InlineData("How do I fix a flat tyre on my bicycle?")]
    [InlineData("???")]
    public void A_question_about_something_else_is_not_answered(string question)
    {
        Assert.StartsWith("I do not know", Ask(question), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Express shipping", "9.90 EUR", "Tell me about express shipping", "and how much does that cost?")]
    [InlineData("Express shipping", "9.90 EUR", "Do you have express shipping?", "How much is it?")]
    [InlineData("International delivery", "19.90 EUR", "How much does shipping cost?", "What about to Switzerland?")]
    [InlineData("International delivery", "working days", "Do you ship to Norway?", "And how long does that take?")]
    [InlineData("Returns", "30 days", "How can I return an item?", "How long do I have for that?")]
    [InlineData("Returns", "free of charge", "How can I return an item?", "and what does it cost?")]
    [InlineData("Gift cards", "three years", "Do you sell gift cards?", "How long are they valid?")]
    [InlineData("Warranty and repairs", "Wear of batteries", "How long is the warranty?", "What does it not cover?")]
    [InlineData("Express shipping", "late", "Tell me about express shipping", "And how much does that cost?", "And if it is late?")]
    [InlineData("Gift cards", "", "How much does express shipping cost?", "And gift cards?")]
    [InlineData("Account and password", "", "How much does express shipping cost?", "I forgot my password, how do I reset it?")]
    [InlineData("Returns", "", "I forgot my password", "How can I return an item?")]
    [InlineData("Invoices and receipts", "", "Tell me about express shipping", "Where do I find my invoice?")]
    public void A_follow_up_is_understood_from_the_turns_before(string article, string says, params string[] questions)
    {
        var answer = Ask(questions);

        Assert.Contains($"From the article \"{article}\":", answer, StringComparison.Ordinal);
        Assert.True(answer.Contains(says, StringComparison.Ordinal), answer);
    }

    [Theory]
    [InlineData("Tell me about express shipping", "And what will the weather be in Paris?")]
    [InlineData("How can I return an item?", "Who won the world cup?")]
    public void A_change_to_something_else_is_not_answered_from_the_last_article(params string[] questions)
    {
        Assert.StartsWith("I do not know", Ask(questions), StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_is_in_plain_words()
    {
        var answer = Ask("How can I return an item?");

        Assert.Contains("1. Open \"My orders\"", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("**", Ask("What does standard shipping cost?"), StringComparison.Ordinal);
    }

    private static string Ask(params string[] questions)
    {
        var messages = new List<ChatMessage> { new(ChatRole.System, "You are a help desk.") };
        foreach (var question in questions)
        {
            messages.Add(new ChatMessage(ChatRole.User, question));
            var answer = Agent.GetResponseAsync(messages).Result.Text;
            messages.Add(new ChatMessage(ChatRole.Assistant, answer));
        }

        return messages[^1].Text;
    }
}
